package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import io.github.dagstermaven.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong in uv: its own reason in its own lines, bounded, and what to do about it. */
final class UvFailure {
    private static final int MOST_LINES = 12;
    private static final String CAPTURED = "[stderr]";

    /** A line of the project's own setup.py, which the build system executes as a text without a name. */
    private static final Pattern SETUP_LINE = Pattern.compile("File \"<string>\", line ([0-9]+)");

    private final String action;
    private final CommandResult result;
    private final boolean offline;
    private final Map<Path, String> names = new LinkedHashMap<>();
    private Path project;

    UvFailure(String action, CommandResult result, boolean offline) {
        this.action = action;
        this.result = result;
        this.offline = offline;
    }

    /** What the files are to be called instead of the paths that uv knows. */
    UvFailure calling(Map<Path, String> files) {
        names.putAll(files);
        return this;
    }

    /** The folder of the project whose requirements were read. */
    UvFailure of(Path folder) {
        project = folder;
        return this;
    }

    DagsterException exception() {
        List<String> reason = reason();
        String trace = IndexAccess.withoutCredentials(result.stderr());
        Optional<Problem> faulty = project == null
                ? Optional.empty()
                : FaultyRequirement.in(trace).flatMap(requirement -> requirement.problem(project));
        if (faulty.isPresent()) {
            return new PipelineException(List.of(faulty.get()), trace);
        }
        SourceLocation setup = placeInSetup();
        if (setup != null) {
            return new PipelineException(
                    List.of(new Problem(
                            "setup_error",
                            "setup.py cannot tell the requirements: " + reason.get(reason.size() - 1),
                            null,
                            null,
                            null,
                            List.of(),
                            setup,
                            null,
                            "Correct the file.")),
                    trace);
        }
        String said = reason.isEmpty() ? "uv ended with " + result.exit().describe() : String.join("\n", reason);
        return new PlatformException(
                List.of(Problem.of("environment_error", action + " failed: " + said, remedy(said))), trace, null);
    }

    private String remedy(String reason) {
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

    /** uv's own lines: without its drawing, warnings, addresses' credentials and the stack of what it has called. */
    private List<String> reason() {
        List<String> lines = new ArrayList<>();
        String last = "";
        boolean captured = false;
        for (String line : result.stderr().lines().toList()) {
            String text = called(IndexAccess.withoutCredentials(
                            line.replaceAll("[×╰─▶│├┬└┌]", "").strip())
                    .replaceFirst("^(?:error|cause): ", ""));
            if (text.isEmpty() || text.startsWith("warning:")) {
                continue;
            }
            if (captured && !text.startsWith("hint:")) {
                last = text;
            } else if (text.equals(CAPTURED)) {
                captured = true;
            } else {
                lines.add(text);
            }
        }
        // Of a Python stack the last line says what was wrong.
        if (!last.isEmpty()) {
            lines.add(last);
        }
        int more = lines.size() - MOST_LINES;
        if (more > 0) {
            lines.subList(MOST_LINES, lines.size()).clear();
            lines.add("… " + more + " more lines");
        }
        return lines;
    }

    private String called(String text) {
        String result = text;
        for (Map.Entry<Path, String> name : names.entrySet()) {
            String file = Pattern.quote(name.getKey().getFileName().toString());
            result = result.replaceAll(
                    "(?:`[^`]*" + file + "`|[^`\\s]*" + file + ")(?: at position [0-9]+)?",
                    Matcher.quoteReplacement(name.getValue()));
        }
        return result;
    }

    private SourceLocation placeInSetup() {
        Path setup = names.keySet().stream()
                .filter(file -> file.endsWith("setup.py"))
                .findFirst()
                .orElse(null);
        List<String> numbers = SETUP_LINE
                .matcher(result.stderr())
                .results()
                .map(match -> match.group(1))
                .toList();
        if (setup == null || !result.stderr().contains("build backend returned an error") || numbers.isEmpty()) {
            return null;
        }
        int number = Integer.parseInt(numbers.get(numbers.size() - 1));
        try {
            List<String> lines = Files.readAllLines(setup);
            return number > lines.size()
                    ? null
                    : new SourceLocation(
                            setup.toString(), number, lines.get(number - 1).strip());
        } catch (IOException e) {
            // Only the place is lost.
            return null;
        }
    }
}
