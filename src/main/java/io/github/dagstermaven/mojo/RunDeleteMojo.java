package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DeleteRunRequest;
import io.github.dagstermaven.report.ChangeText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deletes a run and its event log from the instance, as {@code dagster run delete} does; it cannot be undone.
 *
 * @since 0.1.0
 */
@Mojo(name = "run-delete", requiresProject = false, threadSafe = true)
public final class RunDeleteMojo extends AbstractConfirmedMojo {

    /**
     * The run's id, or the beginning of it when no other run begins so.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.runId")
    private String runId;

    @Override
    void run() {
        String id = Required.value(runId, "runId", "the id of a run");
        sayHome();
        tell(ask(new DeleteRunRequest(id, confirm)), new ChangeText("delete", "Deleted", "run"));
    }
}
