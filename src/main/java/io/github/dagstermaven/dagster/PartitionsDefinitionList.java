package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.TreeSet;

/**
 * Dynamic partitions definitions: those whose partitions the instance keeps, by name.
 *
 * @param definitions the definitions; one that several code locations have is there several times
 */
public record PartitionsDefinitionList(List<DynamicDefinition> definitions) {

    /**
     * A dynamic partitions definition.
     *
     * @param name its name, by which the instance keeps its partitions
     * @param location the code location
     * @param repository the repository
     * @param assets the assets that are partitioned by it alone
     * @param jobs the jobs that are partitioned by it alone
     */
    public record DynamicDefinition(
            String name, String location, String repository, List<String> assets, List<String> jobs) {}

    /**
     * The definition that is meant.
     *
     * @param name its name; null for the only one there is
     * @return its name
     * @throws PipelineException there is none, or more than one
     */
    public String only(String name) {
        List<String> names = List.copyOf(
                new TreeSet<>(definitions.stream().map(DynamicDefinition::name).toList()));
        if (name != null && names.contains(name)) {
            return name;
        }
        if (name == null && names.size() == 1) {
            return names.get(0);
        }
        if (names.isEmpty()) {
            throw new PipelineException(Problem.ofParameter(
                    "no_match",
                    "There is no dynamic partitions definition",
                    "partitionsDefinition",
                    "Partition an asset or a job by a DynamicPartitionsDefinition"));
        }
        throw name == null
                ? new PipelineException(Problem.ofValue(
                        "missing_parameter",
                        "There are " + names.size() + " dynamic partitions definitions: which one is meant?",
                        "partitions definition",
                        null,
                        "partitionsDefinition",
                        names,
                        "Name it with <partitionsDefinition> or -Ddagster.partitionsDefinition=" + names.get(0)))
                : new PipelineException(Problem.ofValue(
                        "unknown_name",
                        "There is no dynamic partitions definition '" + name + "'",
                        "partitions definition",
                        name,
                        "partitionsDefinition",
                        names,
                        null));
    }

    /** The assets of all code locations that are partitioned by the definition of that name alone, sorted. */
    public List<String> assetsOf(String name) {
        return definitions.stream()
                .filter(definition -> definition.name().equals(name))
                .flatMap(definition -> definition.assets().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
