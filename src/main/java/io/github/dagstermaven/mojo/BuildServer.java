package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.report.GitHubAnnotations;
import io.github.dagstermaven.report.ProblemText;
import java.util.List;
import java.util.function.Function;

/** What a build server reads from the log, to show it beside the lines of the user's code. */
final class BuildServer {
    private final AbstractDagsterMojo mojo;

    BuildServer(AbstractDagsterMojo mojo) {
        this.mojo = mojo;
    }

    /** Whether a variable says that a build server of its kind carries out this build. */
    static boolean isOn(String variable) {
        return "true".equalsIgnoreCase(System.getenv(variable));
    }

    /** Tells findings of lint. */
    void annotate(List<JudgedFinding> findings) {
        tell(annotations -> annotations.of(findings));
    }

    /** Tells why definitions do not load. */
    void annotate(PipelineException exception) {
        ProblemText text =
                new ProblemText(mojo.context().directory(), mojo.context().secrets());
        tell(annotations -> annotations.of(exception.problems(), text));
    }

    private void tell(Function<GitHubAnnotations, List<String>> commands) {
        if (isOn("GITHUB_ACTIONS")) {
            commands.apply(new GitHubAnnotations(RepositoryRoot.of(mojo))).forEach(mojo.console()::plain);
        }
    }
}
