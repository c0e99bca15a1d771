package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CompareSchedulesRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PreviewScheduleRequest;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.AutomationsText;
import io.github.dagstermaven.report.TickText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what a tick of a schedule would do: evaluates it really, and launches and stores nothing of what it returns. Without
 * {@code scheduleName}, as {@code dagster schedule preview} does, shows how the schedules differ from what the instance keeps of
 * them.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-preview", requiresProject = false, threadSafe = true)
public final class SchedulePreviewMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * The schedule's name. Default: none, see above.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.scheduleName")
    private String scheduleName;

    /**
     * The time that the tick is evaluated for: {@code 2024-01-31}, {@code 2024-01-31T02:00} (in the schedule's time zone),
     * {@code 2024-01-31T02:00:00Z}, or seconds since 1970. Default: the next tick.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.scheduledExecutionTime")
    private String scheduledExecutionTime;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        scheduleName = Given.text(scheduleName);
        scheduledExecutionTime = Given.text(scheduledExecutionTime);
    }

    @Override
    void run() {
        requireOutputFormat();
        if (scheduleName == null) {
            requireScheduleForTime();
            askDefinitions(new CompareSchedulesRequest(location, repository))
                    .ifPresent(changes -> show(changes, () -> AutomationsText.changes(changes)));
            return;
        }
        askDefinitions(new PreviewScheduleRequest(scheduleName, location, repository, scheduledExecutionTime))
                .ifPresent(tick -> show(tick, () -> new TickText(context().directory()).preview(tick)));
    }

    private void requireScheduleForTime() {
        if (scheduledExecutionTime != null) {
            throw new PipelineException(Problem.ofParameter(
                    "missing_parameter",
                    "A tick at " + scheduledExecutionTime + " is one of which schedule?",
                    "scheduleName",
                    "Name it with <scheduleName> (-Ddagster.scheduleName)"));
        }
    }
}
