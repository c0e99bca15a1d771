package io.github.dagstermaven.dagster;

import java.util.List;

/** A request that starts runs. It goes to the code locations that its selection matches, in dependency order. */
public interface RunRequest extends Request<RunSummary> {

    /** How the runs are started. */
    RunOptions options();

    @Override
    default Class<RunSummary> resultType() {
        return RunSummary.class;
    }

    @Override
    default RunSummary combine(List<RunSummary> byLocation) {
        return new RunSummary(byLocation.stream()
                .flatMap(summary -> summary.runIds().stream())
                .toList());
    }
}
