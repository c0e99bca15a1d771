package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.process.CommandResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What went wrong in uv, in one message: its own reason, bounded, and what to do about it. */
final class UvFailure {
    private static final int LONGEST_REASON = 900;

    private final String action;
    private final CommandResult result;
    private final boolean offline;
    private final String reason;

    UvFailure(String action, CommandResult result, boolean offline) {
        this.action = action;
        this.result = result;
        this.offline = offline;
        this.reason = reason(result.stderr());
    }

    PlatformException exception() {
        String said = reason.isEmpty() ? "uv ended with " + result.exit().describe() : reason;
        return new PlatformException(
                List.of(Problem.of("environment_error", action + " failed: " + said, remedy())),
                IndexAccess.withoutCredentials(result.stderr()),
                null);
    }

    private String remedy() {
        String text = reason.toLowerCase(Locale.ROOT);
        if (result.timedOut()) {
            return "It took too long and was ended; check the network and try again.";
        } else if (offline || text.contains("network was disabled") || text.contains("offline")) {
            return "Maven is offline (-o) and the cache does not hold everything: run the same build once without -o.";
        } else if (text.contains("hash mismatch")) {
            return "A file of the package index is not the one that was locked: if the change is meant, write the lock"
                    + " anew; otherwise do not trust that index.";
        } else if (text.contains("401")
                || text.contains("403")
                || text.contains("407")
                || text.contains("unauthorized")) {
            return "Check the credentials: <serverId> (-Ddagster.serverId) names a <server> of settings.xml for the index;"
                    + " a proxy has its own in settings.xml.";
        } else if (text.contains("error sending request")
                || text.contains("failed to fetch")
                || text.contains("dns error")
                || text.contains("client error")) {
            return "Check the network and the proxy in settings.xml, or name an index that can be reached with <indexUrl>"
                    + " (-Ddagster.indexUrl).";
        } else if (text.contains("no space left") || text.contains("permission denied") || text.contains("read-only")) {
            return "Free disk space or correct the permissions, or choose another folder with <cacheDirectory>"
                    + " (-Ddagster.cacheDirectory).";
        }
        return "Correct the project's requirements, <requirements> (-Ddagster.requirements), <version> (-Ddagster.version)"
                + " or <pythonVersion> (-Ddagster.pythonVersion).";
    }

    /** uv's own words as one line: without its drawing, warnings and addresses' credentials. */
    private static String reason(String stderr) {
        String text = stderr.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("warning:"))
                .map(line -> line.replaceAll("[×╰─▶│├┬└┌]", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
        String plain = IndexAccess.withoutCredentials(text).replaceFirst("^error: ", "");
        return plain.length() <= LONGEST_REASON ? plain : plain.substring(0, LONGEST_REASON) + "…";
    }
}
