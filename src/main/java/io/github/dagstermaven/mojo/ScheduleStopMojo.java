package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Stops a schedule, as {@code dagster schedule stop} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-stop", requiresProject = false, threadSafe = true)
public final class ScheduleStopMojo extends AbstractSwitchMojo implements UsesDefinitions {

    /**
     * The schedule's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.scheduleName")
    private String scheduleName;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        scheduleName = Given.text(scheduleName);
    }

    @Override
    void run() {
        carryOut(Kind.SCHEDULE, Action.STOP, requiredName(Kind.SCHEDULE, scheduleName));
    }
}
