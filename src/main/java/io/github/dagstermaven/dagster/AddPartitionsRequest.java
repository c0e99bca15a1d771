package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Adds partitions to a dynamic partitions definition.
 *
 * @param partitionsDefinition its name
 * @param keys the partitions' keys; such as are there already change nothing
 */
public record AddPartitionsRequest(String partitionsDefinition, List<String> keys)
        implements InstanceRequest<AddedPartitions> {
    @Override
    public String operation() {
        return "partitions.add";
    }

    @Override
    public Class<AddedPartitions> resultType() {
        return AddedPartitions.class;
    }
}
