package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists the dynamic partitions definitions.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListPartitionsDefinitionsRequest(String location, String repository)
        implements Request<PartitionsDefinitionList> {
    @Override
    public String operation() {
        return "partitions.definitions";
    }

    @Override
    public Class<PartitionsDefinitionList> resultType() {
        return PartitionsDefinitionList.class;
    }

    @Override
    public PartitionsDefinitionList combine(List<PartitionsDefinitionList> byLocation) {
        return new PartitionsDefinitionList(
                byLocation.stream().flatMap(list -> list.definitions().stream()).toList());
    }
}
