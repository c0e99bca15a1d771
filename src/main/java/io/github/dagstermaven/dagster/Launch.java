package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Runs that were handed to the instance's run coordinator.
 *
 * @param job the job's name
 * @param backfillId Dagster's id of the backfill that they belong to; null for a single run, or when it was not confirmed
 * @param partitions the partitions of the backfill; empty for a single run
 * @param runs the runs, in the order of the partitions; none when a backfill was not confirmed
 * @param queued whether they wait until a daemon takes them from the instance's queue
 * @param daemon whether such a daemon is alive
 * @param held whether they are children of this build's processes, and so cannot outlive it
 */
public record Launch(
        String job,
        String backfillId,
        List<String> partitions,
        List<Run> runs,
        boolean queued,
        boolean daemon,
        boolean held) {

    /**
     * A run as it was when it had been handed over.
     *
     * @param runId its id
     * @param job the job's name
     * @param partition its partition key; null when it has none
     * @param status Dagster's name for it, as {@code QUEUED}
     */
    public record Run(String runId, String job, String partition, String status) {}

    /** The ids of the runs. */
    public List<String> runIds() {
        return runs.stream().map(Run::runId).toList();
    }

    /** Whether nobody is there to execute them. */
    public boolean stuck() {
        return queued && !daemon && !runs.isEmpty();
    }
}
