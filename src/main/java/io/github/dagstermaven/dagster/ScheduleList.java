package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.List;

/**
 * Schedules and their state, sorted by code location, repository and name.
 *
 * @param schedules the schedules
 */
public record ScheduleList(List<Schedule> schedules) {

    /**
     * A schedule.
     *
     * @param status {@code RUNNING} or {@code STOPPED}, as the instance has it; as the definition says while the instance has
     *     nothing
     * @param cron cron expressions, one or more
     * @param timezone IANA name; null for UTC
     * @param job the job it launches; null when it targets assets directly
     * @param nextTick when it ticks next; null when it is stopped
     * @param definedAt where it is defined; null when unknown
     */
    public record Schedule(
            String location,
            String repository,
            String name,
            String description,
            String status,
            List<String> cron,
            String timezone,
            String job,
            Instant nextTick,
            SourceLocation definedAt) {}
}
