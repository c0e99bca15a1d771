package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DescribeSchedulerRequest;
import io.github.dagstermaven.dagster.SchedulerDescription;
import io.github.dagstermaven.report.AutomationsText;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Describes the instance's scheduler, its daemon, and all that is kept of schedules and sensors, whether they are still defined or
 * not, as {@code dagster schedule debug} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-debug", requiresProject = false, threadSafe = true)
public final class ScheduleDebugMojo extends AbstractQueryMojo {

    @Override
    void run() {
        requireOutputFormat();
        SchedulerDescription description = ask(new DescribeSchedulerRequest());
        show(description, () -> AutomationsText.scheduler(description));
    }
}
