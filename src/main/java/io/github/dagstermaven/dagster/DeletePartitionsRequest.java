package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Deletes partitions of a dynamic partitions definition; what is materialised of them stays.
 *
 * @param partitionsDefinition its name
 * @param keys the partitions' keys
 * @param assets the assets that are partitioned by it, of which it is told whether they have something of the partitions
 * @param confirmed whether to do so, or only to tell what would be deleted
 */
public record DeletePartitionsRequest(
        String partitionsDefinition, List<String> keys, List<String> assets, boolean confirmed)
        implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "partitions.delete";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
