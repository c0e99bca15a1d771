package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.Collection;
import java.util.List;

/**
 * Executes a job in this process tree.
 *
 * @param job the job's name; null when there is just one
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param opSelection op selection clauses as on the command line; empty for the whole job
 * @param partitions which partitions of a partitioned job; null when none was asked for
 * @param options how the run is started
 */
public record ExecuteJobRequest(
        String job,
        String location,
        String repository,
        List<String> opSelection,
        PartitionSelection partitions,
        RunOptions options)
        implements RunRequest {
    @Override
    public String operation() {
        return "jobs.execute";
    }

    @Override
    public String subject() {
        return "job";
    }

    @Override
    public String parameter() {
        return "job";
    }

    @Override
    public String named() {
        return job;
    }

    @Override
    public ExecuteJobRequest narrowedTo(Collection<String> matches) {
        return this;
    }

    @Override
    public PlannedRun unstarted(Collection<String> matches) {
        return new PlannedRun(matches.iterator().next(), null, List.of(), List.of());
    }
}
