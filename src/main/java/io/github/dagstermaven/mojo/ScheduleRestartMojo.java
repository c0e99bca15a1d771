package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Restarts a schedule that is running, as {@code dagster schedule restart} does: what it has missed counts from then on.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-restart", requiresProject = false, threadSafe = true)
public final class ScheduleRestartMojo extends AbstractSwitchMojo implements UsesDefinitions {

    /**
     * The schedule's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.scheduleName")
    private String scheduleName;

    /**
     * Restarts all schedules that are running, instead of one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.all", defaultValue = "false")
    private boolean all;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        scheduleName = Given.text(scheduleName);
    }

    @Override
    void run() {
        carryOut(Kind.SCHEDULE, Action.RESTART, nameOrAll(Kind.SCHEDULE, scheduleName, all));
    }
}
