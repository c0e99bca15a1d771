package io.github.dagstermaven.dagster;

/**
 * Deletes a run and its event log.
 *
 * @param runId the run's id, or the beginning of it when that is unique
 * @param confirmed whether to do so, or only to tell what would be deleted
 */
public record DeleteRunRequest(String runId, boolean confirmed) implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "runs.delete";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
