package io.github.dagstermaven.dagster;

/**
 * Deletes all runs and all event logs of the instance, materialisations of assets included.
 *
 * @param confirmed whether to do so, or only to tell what would be deleted
 */
public record WipeRunsRequest(boolean confirmed) implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "runs.wipe";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
