package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Change;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.ChangeText;
import org.apache.maven.plugins.annotations.Parameter;

/** What goals have in common that cannot be undone: they change nothing until the user confirms, and tell what they would do. */
abstract class AbstractConfirmedMojo extends AbstractDagsterMojo {
    /**
     * Confirms that this is to be done, where the command line asks. Without, the goal tells what it would do, changes nothing and
     * fails.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.confirm", defaultValue = "false")
    boolean confirm;

    /**
     * Tells what was changed.
     *
     * @param text how it is told
     * @throws PipelineException nothing was changed, because it was not confirmed
     */
    final void tell(Change change, ChangeText text) {
        if (change.done() || change.subjects().isEmpty()) {
            text.done(change.subjects()).forEach(console()::info);
        } else {
            throw new PipelineException(Problem.ofParameter(
                    "not_confirmed",
                    String.join("\n", text.notDone(change.subjects())),
                    "confirm",
                    "To do so, set <confirm> or -Ddagster.confirm=true"));
        }
    }
}
