package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.Collection;
import java.util.List;

/**
 * Evaluates asset checks without materialising their assets.
 *
 * @param select an asset selection in Dagster's syntax or comma-separated keys; null for the checks of all assets
 * @param checkNames the checks' names, each alone or as {@code asset:name}; empty for all
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param partitions which partitions of checks that are partitioned themselves
 * @param options how the runs are started
 */
public record ExecuteChecksRequest(
        String select,
        List<String> checkNames,
        String location,
        String repository,
        PartitionSelection partitions,
        RunOptions options)
        implements RunRequest, AssetRequest<RunSummary> {
    @Override
    public String operation() {
        return "checks.execute";
    }

    @Override
    public String subject() {
        return "asset check";
    }

    @Override
    public String parameter() {
        return checkNames.isEmpty() ? "select" : "checkName";
    }

    @Override
    public String named() {
        return checkNames.isEmpty() ? select : String.join(",", checkNames);
    }

    @Override
    public ExecuteChecksRequest narrowedTo(Collection<String> keys) {
        if (select == null) {
            return this;
        }
        return new ExecuteChecksRequest(
                AssetRequest.selecting(keys), checkNames, location, repository, partitions, options);
    }

    @Override
    public PlannedRun unstarted(Collection<String> matches) {
        return new PlannedRun(ImplicitAssetJob.NAME, null, List.of(), List.of());
    }
}
