package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.Collection;
import java.util.List;

/**
 * Re-executes runs that failed or were cancelled, each from where it stopped.
 *
 * @param runIds the runs, by their ids or the beginnings of them; empty for all whose latest attempt did not end well
 * @param job the job to narrow to, or null
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param options how the runs are started; configuration replaces that of the runs
 */
public record RetryRunsRequest(List<String> runIds, String job, String location, String repository, RunOptions options)
        implements RunRequest {
    @Override
    public String operation() {
        return "runs.retry";
    }

    @Override
    public String subject() {
        return "run";
    }

    @Override
    public String parameter() {
        return "runId";
    }

    @Override
    public String named() {
        return runIds.isEmpty() ? null : String.join(", ", runIds);
    }

    @Override
    public boolean isCarriedOn() {
        // What it has not come to is what the next such request retries.
        return false;
    }

    @Override
    public boolean mayMatchNothing() {
        return runIds.isEmpty();
    }

    @Override
    public RetryRunsRequest narrowedTo(Collection<String> matches) {
        return new RetryRunsRequest(List.copyOf(matches), job, location, repository, options);
    }

    @Override
    public PlannedRun unstarted(Collection<String> matches) {
        return new PlannedRun(job, null, List.of(), List.of());
    }
}
