package io.github.dagstermaven.dagster;

/**
 * Lists the ticks of a schedule, the newest first.
 *
 * @param name the schedule's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param limit how many at most; null for all
 */
public record ListTicksRequest(String name, String location, String repository, Integer limit)
        implements ScheduleRequest<TickList> {
    @Override
    public String operation() {
        return "schedules.ticks";
    }

    @Override
    public Class<TickList> resultType() {
        return TickList.class;
    }
}
