package io.github.dagstermaven.dagster;

/**
 * Evaluates a tick of a schedule and carries out nothing of what it returns.
 *
 * @param name the schedule's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param scheduledExecutionTime the time that it is evaluated for, in ISO 8601 or in seconds since 1970; null for the next tick
 */
public record PreviewScheduleRequest(String name, String location, String repository, String scheduledExecutionTime)
        implements ScheduleRequest<TickPreview> {
    @Override
    public String operation() {
        return "schedules.preview";
    }

    @Override
    public Class<TickPreview> resultType() {
        return TickPreview.class;
    }
}
