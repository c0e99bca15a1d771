package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Waits for runs that another process executes; what happens in them is told by events, as if they were executed here.
 *
 * @param runIds the runs
 * @param seconds how long is waited at most; then the runs count as failed here, and go on. Null for as long as it takes
 */
public record FollowRunsRequest(List<String> runIds, Double seconds) implements InstanceRequest<RunSummary> {

    /** Waits for as long as what is left of a time. */
    public static FollowRunsRequest within(List<String> runIds, TimeLimit limit) {
        return new FollowRunsRequest(
                runIds, limit.left() == null ? null : limit.left().toMillis() / 1000.0);
    }

    @Override
    public String operation() {
        return "runs.follow";
    }

    @Override
    public Class<RunSummary> resultType() {
        return RunSummary.class;
    }
}
