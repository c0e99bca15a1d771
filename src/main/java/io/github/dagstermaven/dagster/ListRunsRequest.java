package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists the runs of the instance, the newest first.
 *
 * @param job the job they are of; null for all
 * @param statuses the statuses they are in, in Dagster's words; empty for all
 * @param limit how many at most; null for all
 */
public record ListRunsRequest(String job, List<String> statuses, Integer limit) implements InstanceRequest<RunList> {
    @Override
    public String operation() {
        return "runs.list";
    }

    @Override
    public Class<RunList> resultType() {
        return RunList.class;
    }
}
