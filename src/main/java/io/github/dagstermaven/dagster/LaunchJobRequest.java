package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Hands a run of a job to the instance's run coordinator, for another process to execute.
 *
 * @param job the job's name
 * @param location the code location that has it
 * @param repository the repository that has it
 * @param opSelection op selection clauses as on the command line; empty for the whole job
 * @param partitions which partition of a partitioned job; null when none was asked for
 * @param options how the run is started; the executor is always the one that the definitions name
 * @param runId the run's id; null for a new one
 * @param waiting whether its end is waited for, so that nothing is launched that nobody would ever execute
 */
public record LaunchJobRequest(
        String job,
        String location,
        String repository,
        List<String> opSelection,
        PartitionSelection partitions,
        RunOptions options,
        String runId,
        boolean waiting)
        implements Request<Launch> {
    @Override
    public String operation() {
        return "jobs.launch";
    }

    @Override
    public Class<Launch> resultType() {
        return Launch.class;
    }
}
