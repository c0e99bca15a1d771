package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists schedules with their state.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListSchedulesRequest(String location, String repository) implements Request<ScheduleList> {
    @Override
    public String operation() {
        return "schedules.list";
    }

    @Override
    public Class<ScheduleList> resultType() {
        return ScheduleList.class;
    }

    @Override
    public ScheduleList combine(List<ScheduleList> byLocation) {
        return new ScheduleList(
                byLocation.stream().flatMap(list -> list.schedules().stream()).toList());
    }
}
