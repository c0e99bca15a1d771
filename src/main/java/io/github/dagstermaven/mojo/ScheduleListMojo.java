package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListSchedulesRequest;
import io.github.dagstermaven.dagster.ScheduleList.Schedule;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists schedules with their state in the instance, as {@code dagster schedule list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-list", requiresProject = false, threadSafe = true)
public final class ScheduleListMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * Lists the schedules that are running.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.running", defaultValue = "false")
    private boolean running;

    /**
     * Lists the schedules that are stopped.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.stopped", defaultValue = "false")
    private boolean stopped;

    /**
     * Prints the names alone, one a line, as {@code --name} does on the command line.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.nameOnly", defaultValue = "false")
    private boolean nameOnly;

    @Override
    void run() {
        StatusFilter filter = new StatusFilter(running, stopped);
        list(
                new ListSchedulesRequest(location, repository),
                list -> list.schedules().stream()
                        .filter(schedule -> filter.lets(schedule.status()))
                        .toList(),
                (text, schedules) ->
                        nameOnly ? schedules.stream().map(Schedule::name).toList() : text.schedules(schedules));
    }
}
