package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.LintLevel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Errors and warnings of lint as workflow commands, which GitHub Actions shows beside the lines of a pull request. They count only
 * at the beginning of a line of standard output.
 */
public final class GitHubAnnotations {
    /** GitHub shows no more of a level and a step. */
    private static final int MOST_SHOWN = 10;

    private final RepositoryPaths paths;

    /** The root of the repository. */
    public GitHubAnnotations(Path repositoryRoot) {
        this.paths = new RepositoryPaths(repositoryRoot);
    }

    /** The commands for the errors and warnings among findings, each a line. */
    public List<String> of(List<JudgedFinding> findings) {
        return Stream.of(LintLevel.ERROR, LintLevel.WARN)
                .flatMap(level ->
                        findings.stream().filter(one -> one.level() == level).limit(MOST_SHOWN))
                .map(this::command)
                .toList();
    }

    private String command(JudgedFinding one) {
        StringBuilder command = new StringBuilder(one.level() == LintLevel.ERROR ? "::error " : "::warning ");
        paths.of(one.finding().at()).ifPresent(path -> {
            command.append("file=").append(property(path)).append(',');
            if (one.finding().at().line() > 0) {
                command.append("line=").append(one.finding().at().line()).append(',');
            }
        });
        return command.append("title=")
                .append(property("Dagster lint: " + one.finding().rule()))
                .append("::")
                .append(data(one.message()))
                .toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
