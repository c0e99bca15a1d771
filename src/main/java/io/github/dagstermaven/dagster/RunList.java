package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Runs of an instance, the newest first.
 *
 * @param runs the runs
 * @param noInstance whether there is no instance yet, and so no run
 */
public record RunList(List<Run> runs, boolean noInstance) {

    /**
     * A run as the instance keeps it.
     *
     * @param runId its id
     * @param job the job's name; Dagster's own {@code __ASSET_JOB} for assets that were materialised without one
     * @param status Dagster's name for it, as {@code SUCCESS}
     * @param createdAt when it was created
     * @param startedAt when it started; null when it has not
     * @param endedAt when it ended; null when it has not
     * @param assets the assets it was to materialise, sorted; empty when it was for all of its job
     * @param partition its partition key; null when it has none
     * @param tags its tags, without those that only Dagster itself reads
     */
    public record Run(
            String runId,
            String job,
            String status,
            Instant createdAt,
            Instant startedAt,
            Instant endedAt,
            List<String> assets,
            String partition,
            Map<String, String> tags) {}
}
