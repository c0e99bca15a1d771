package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists jobs, without Dagster's own hidden ones.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListJobsRequest(String location, String repository) implements Request<JobList> {
    @Override
    public String operation() {
        return "jobs.list";
    }

    @Override
    public Class<JobList> resultType() {
        return JobList.class;
    }

    @Override
    public JobList combine(List<JobList> byLocation) {
        return new JobList(
                byLocation.stream().flatMap(list -> list.jobs().stream()).toList());
    }
}
