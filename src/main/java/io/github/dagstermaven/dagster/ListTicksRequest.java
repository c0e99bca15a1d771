package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists the ticks of a schedule, the newest first.
 *
 * @param name the schedule's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param limit how many at most; null for all
 */
public record ListTicksRequest(String name, String location, String repository, Integer limit)
        implements NamedRequest<TickList> {
    @Override
    public String operation() {
        return "schedules.ticks";
    }

    @Override
    public Class<TickList> resultType() {
        return TickList.class;
    }

    @Override
    public String subject() {
        return "schedule";
    }

    @Override
    public String parameter() {
        return "scheduleName";
    }

    @Override
    public String named() {
        return name;
    }

    @Override
    public TickList combine(List<TickList> byLocation) {
        // One name, one answer.
        return byLocation.get(0);
    }
}
