package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;

/**
 * Partitions with their status.
 *
 * @param subjects what is partitioned, by code location, repository and name
 */
public record PartitionList(List<Subject> subjects) {

    /** What kind of thing is partitioned. */
    public enum Kind {
        /** An asset. */
        ASSET,
        /** A job. */
        JOB,
        /** A dynamic partitions definition. */
        PARTITIONS_DEFINITION
    }

    /**
     * Something that is partitioned.
     *
     * @param kind what it is
     * @param name the asset's key, or the name of the job or definition
     * @param location its code location
     * @param repository its repository
     * @param number how many partitions it has
     * @param counts how many of them have which status
     * @param partitions the partitions in order, or the last of them
     */
    public record Subject(
            Kind kind,
            String name,
            String location,
            String repository,
            int number,
            Map<PartitionStatus, Integer> counts,
            List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param key its key, as Dagster writes it
     * @param dimensions of a key of several dimensions the key of each; else empty
     * @param status what has become of it; of a partition that several assets or jobs have, the worst; null when none has it
     */
    public record Partition(String key, Map<String, String> dimensions, PartitionStatus status) {}
}
