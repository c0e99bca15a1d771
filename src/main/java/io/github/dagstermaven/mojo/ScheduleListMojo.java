package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListSchedulesRequest;
import io.github.dagstermaven.dagster.ScheduleList;
import io.github.dagstermaven.dagster.ScheduleList.Schedule;
import io.github.dagstermaven.report.DefinitionsText;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Lists schedules with their state in the instance, as {@code dagster schedule list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-list", requiresProject = false, threadSafe = true)
public final class ScheduleListMojo extends AbstractAutomationListMojo {
    @Override
    void run() {
        list(
                new ListSchedulesRequest(location, repository),
                ScheduleList::schedules,
                Schedule::name,
                Schedule::status,
                DefinitionsText::schedules);
    }
}
