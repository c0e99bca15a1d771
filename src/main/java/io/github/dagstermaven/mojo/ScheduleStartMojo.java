package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Starts a schedule, as {@code dagster schedule start} does: a daemon that works on the same home evaluates it from then on.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-start", requiresProject = false, threadSafe = true)
public final class ScheduleStartMojo extends AbstractSwitchMojo implements UsesDefinitions {

    /**
     * The schedule's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.scheduleName")
    private String scheduleName;

    /**
     * Starts all schedules, instead of one.
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
        carryOut(Kind.SCHEDULE, Action.START, nameOrAll(Kind.SCHEDULE, scheduleName, all));
    }
}
