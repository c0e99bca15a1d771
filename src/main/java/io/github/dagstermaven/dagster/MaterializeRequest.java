package io.github.dagstermaven.dagster;

/**
 * Materialises assets and runs their checks.
 *
 * @param select an asset selection in Dagster's syntax or comma-separated keys; null for every materialisable asset
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param partitions which partitions of partitioned assets
 * @param options how the runs are started
 */
public record MaterializeRequest(
        String select, String location, String repository, PartitionSelection partitions, RunOptions options)
        implements RunRequest {
    @Override
    public String operation() {
        return "assets.materialize";
    }
}
