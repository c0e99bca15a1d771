package io.github.dagstermaven.dagster;

/**
 * Lists the runs of the instance, the newest first.
 *
 * @param limit how many at most; null for all
 */
public record ListRunsRequest(Integer limit) implements InstanceRequest<RunList> {
    @Override
    public String operation() {
        return "runs.list";
    }

    @Override
    public Class<RunList> resultType() {
        return RunList.class;
    }
}
