package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Tells how the schedules differ from what the instance keeps of them.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record CompareSchedulesRequest(String location, String repository) implements Request<ScheduleChanges> {
    @Override
    public String operation() {
        return "schedules.compare";
    }

    @Override
    public Class<ScheduleChanges> resultType() {
        return ScheduleChanges.class;
    }

    @Override
    public ScheduleChanges combine(List<ScheduleChanges> byLocation) {
        return new ScheduleChanges(
                byLocation.stream().flatMap(part -> part.changes().stream()).toList(),
                byLocation.stream().mapToInt(ScheduleChanges::unchanged).sum());
    }
}
