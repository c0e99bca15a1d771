package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.List;

/**
 * Lists partitions with their status: of assets, or of one job or dynamic partitions definition.
 *
 * @param select an asset selection; null for all partitioned assets, or when something else is named
 * @param selectParameter the parameter that users write the assets in
 * @param job a job's name, or null
 * @param partitionsDefinition the name of a dynamic partitions definition, or null
 * @param limit how many partitions of each at most, the last of them; null for all
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListPartitionsRequest(
        String select,
        String selectParameter,
        String job,
        String partitionsDefinition,
        Integer limit,
        String location,
        String repository)
        implements AssetRequest<PartitionList> {
    @Override
    public String operation() {
        return "partitions.list";
    }

    @Override
    public ListPartitionsRequest narrowedTo(Collection<String> keys) {
        return new ListPartitionsRequest(
                AssetRequest.selecting(keys), selectParameter, job, partitionsDefinition, limit, location, repository);
    }

    @Override
    public Class<PartitionList> resultType() {
        return PartitionList.class;
    }

    @Override
    public PartitionList combine(List<PartitionList> byLocation) {
        return new PartitionList(
                byLocation.stream().flatMap(list -> list.subjects().stream()).toList());
    }
}
