package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a tick of a schedule or sensor returned; nothing of it was carried out.
 *
 * @param name the schedule or sensor
 * @param scheduledAt the time that a schedule was evaluated for; null for a sensor
 * @param onSchedule whether that is a time at which the schedule ticks
 * @param timezone a schedule's time zone, an IANA name; null for UTC
 * @param requestedRuns the runs it asked for
 * @param skipReason why it asked for none, as it says itself; or null
 * @param givenCursor the cursor that a sensor was given, or null
 * @param storedCursor the cursor that the instance keeps for the sensor, or null
 * @param newCursor the cursor that a sensor returned, or null
 * @param partitionsRequests the dynamic partitions that it asked to add or delete
 * @param handledRunIds the runs that a run-status sensor reacted to
 */
public record TickPreview(
        String name,
        Instant scheduledAt,
        boolean onSchedule,
        String timezone,
        List<RequestedRun> requestedRuns,
        String skipReason,
        String givenCursor,
        String storedCursor,
        String newCursor,
        List<PartitionsRequest> partitionsRequests,
        List<String> handledRunIds) {

    /**
     * A run that the tick asked for.
     *
     * @param runKey the key that keeps it from being requested twice, or null
     * @param job the job; null when assets are run without one
     * @param partition its partition key; null when it has none
     * @param assets the assets it is narrowed to, sorted; empty for all of the target
     * @param checks the asset checks it is narrowed to, as {@code asset:check}, sorted; empty for all of the target
     * @param tags its tags, without those that only Dagster itself reads
     * @param runConfigYaml its run configuration as it would stand in a file; null when it has none
     * @param existingRunId the run of this sensor that has the same run key, so that no other is launched; or null
     */
    public record RequestedRun(
            String runKey,
            String job,
            String partition,
            List<String> assets,
            List<String> checks,
            Map<String, String> tags,
            String runConfigYaml,
            String existingRunId) {}

    /**
     * Dynamic partitions that the tick asked to add or to delete.
     *
     * @param partitionsDefinition the name of the partitions definition
     * @param added the keys to add
     * @param deleted the keys to delete
     */
    public record PartitionsRequest(String partitionsDefinition, List<String> added, List<String> deleted) {}
}
