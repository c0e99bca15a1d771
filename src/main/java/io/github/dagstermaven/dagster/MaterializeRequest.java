package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.Collection;
import java.util.List;

/**
 * Materialises assets and runs their checks.
 *
 * @param select an asset selection in Dagster's syntax or comma-separated keys; null for every materialisable asset
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param partitions which partitions of partitioned assets
 * @param onlyStale whether what is up to date is left out
 * @param options how the runs are started
 */
public record MaterializeRequest(
        String select,
        String location,
        String repository,
        PartitionSelection partitions,
        boolean onlyStale,
        RunOptions options)
        implements RunRequest, AssetRequest<RunSummary> {
    @Override
    public String operation() {
        return "assets.materialize";
    }

    @Override
    public String subject() {
        return "asset";
    }

    @Override
    public String parameter() {
        return "select";
    }

    @Override
    public String named() {
        return select;
    }

    @Override
    public MaterializeRequest narrowedTo(Collection<String> keys) {
        // Nothing named stays so: what was not asked for by name may be left out where it cannot be run.
        if (select == null) {
            return this;
        }
        return new MaterializeRequest(
                AssetRequest.selecting(keys), location, repository, partitions, onlyStale, options);
    }

    @Override
    public boolean materializes() {
        return true;
    }

    @Override
    public PlannedRun unstarted(Collection<String> matches) {
        return new PlannedRun(ImplicitAssetJob.NAME, null, List.copyOf(matches), List.of());
    }
}
