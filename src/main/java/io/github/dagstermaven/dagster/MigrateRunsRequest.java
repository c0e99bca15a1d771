package io.github.dagstermaven.dagster;

/**
 * Makes the runs that a job has in another repository runs of the repository that it is in now.
 *
 * @param origin the other repository, as {@code repository@location}
 * @param job the job's name
 * @param location the code location it is in now
 * @param repository the repository it is in now
 * @param confirmed whether to do so, or only to tell which runs would be migrated
 */
public record MigrateRunsRequest(String origin, String job, String location, String repository, boolean confirmed)
        implements Request<Change> {
    @Override
    public String operation() {
        return "runs.migrate";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
