package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Errors and warnings of definitions as workflow commands, which GitHub Actions shows beside the lines of a pull request. They count only
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

    /** The commands for the errors and warnings among findings of lint, each a line. */
    public List<String> of(List<JudgedFinding> findings) {
        return Stream.of(LintLevel.ERROR, LintLevel.WARN)
                .flatMap(level ->
                        findings.stream().filter(one -> one.level() == level).limit(MOST_SHOWN))
                .map(one -> command(
                        one.level() == LintLevel.ERROR ? "error" : "warning",
                        one.finding().at(),
                        "Dagster lint: " + one.finding().rule(),
                        one.message()))
                .toList();
    }

    /** The commands for why definitions do not load, each a line. */
    public List<String> of(List<Problem> problems, ProblemText text) {
        return problems.stream()
                .limit(MOST_SHOWN)
                .map(one -> command("error", one.at(), "Dagster definitions", text.besideItsLine(one)))
                .toList();
    }

    private String command(String level, SourceLocation at, String title, String message) {
        StringBuilder command = new StringBuilder("::").append(level).append(' ');
        paths.of(at).ifPresent(path -> {
            command.append("file=").append(property(path)).append(',');
            if (at.line() > 0) {
                command.append("line=").append(at.line()).append(',');
            }
        });
        return command.append("title=")
                .append(property(title))
                .append("::")
                .append(data(message))
                .toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
