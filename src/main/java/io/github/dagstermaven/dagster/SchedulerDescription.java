package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.List;

/**
 * The scheduler of an instance, and all that it keeps of schedules and sensors, whether they are still defined or not.
 *
 * @param scheduler the scheduler's class
 * @param information what the scheduler says of itself
 * @param errors what it says is wrong
 * @param lastHeartbeat when the daemon that evaluates schedules was last heard of; null when it never was
 * @param states what is kept
 */
public record SchedulerDescription(
        String scheduler, String information, List<String> errors, Instant lastHeartbeat, List<State> states) {

    /**
     * What is kept of a schedule or sensor.
     *
     * @param kind {@code schedule} or {@code sensor}
     * @param status {@code RUNNING}, {@code STOPPED}, or {@code DECLARED_IN_CODE}: as the definition says
     * @param cron a schedule's cron expressions; empty for a sensor
     * @param originId the id that holds the name and all of how the code location is loaded
     * @param repositoryOriginId the same of the repository
     */
    public record State(
            String kind,
            String name,
            String location,
            String repository,
            String status,
            List<String> cron,
            String originId,
            String repositoryOriginId) {}
}
