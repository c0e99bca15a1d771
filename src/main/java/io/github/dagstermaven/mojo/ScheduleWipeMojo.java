package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.WipeSchedulesRequest;
import io.github.dagstermaven.report.ChangeText;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Turns off all schedules and deletes their history, as {@code dagster schedule wipe} does; it cannot be undone. As there, this
 * includes the state, the cursors and the history of sensors, which Dagster keeps in the same place.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-wipe", requiresProject = false, threadSafe = true)
public final class ScheduleWipeMojo extends AbstractConfirmedMojo {

    @Override
    void run() {
        sayHome();
        tell(ask(new WipeSchedulesRequest(confirm)), new ChangeText("delete", "Deleted", "saved state"));
    }
}
