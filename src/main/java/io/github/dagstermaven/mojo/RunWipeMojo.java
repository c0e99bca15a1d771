package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.WipeRunsRequest;
import io.github.dagstermaven.report.ChangeText;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Deletes all runs and all event logs of the instance, as {@code dagster run wipe} does; it cannot be undone, and what was
 * materialised counts as missing from then on.
 *
 * @since 0.1.0
 */
@Mojo(name = "run-wipe", requiresProject = false, threadSafe = true)
public final class RunWipeMojo extends AbstractConfirmedMojo {

    @Override
    void run() {
        sayHome();
        tell(ask(new WipeRunsRequest(confirm)), new ChangeText("delete", "Deleted", "run"));
    }
}
