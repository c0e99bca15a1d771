package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ScaffoldRequest;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds a schedule that runs a job to the project: its code, and its name to the list of schedules where there is one.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-scaffold", requiresProject = false, threadSafe = true)
public final class ScheduleScaffoldMojo extends AbstractScaffoldMojo {

    /**
     * When the job runs, in the time zone that the new code names (UTC, to be changed there): a cron expression, as {@code 0 6 * * *} for six o'clock each day.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.cron")
    private String cron;

    /**
     * The job that it runs. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    private String job;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        job = Given.text(job);
    }

    @Override
    ScaffoldRequest request(String name) {
        String when = Required.value(cron, "cron", "a cron expression that says when the job runs");
        return new ScaffoldRequest.OfSchedule(name, when, job, location, repository);
    }
}
