package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.Collection;
import java.util.List;

/** A request that starts runs. It goes to the code locations that its selection matches, in dependency order. */
public interface RunRequest extends NamedRequest<RunSummary> {

    /** How the runs are started. */
    RunOptions options();

    /** The same request for the part of it that one code location has, as planned there. */
    RunRequest narrowedTo(Collection<String> matches);

    /** The run that the part of one code location would have come to, for one that cannot be started any more. */
    PlannedRun unstarted(Collection<String> matches);

    /**
     * Whether the rest of its runs is carried out by another process when one has died of user code; else they are told as not
     * started.
     */
    default boolean isCarriedOn() {
        return true;
    }

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
