package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Some partitions, as the user named them.
 *
 * @param text what was written
 * @param kind which fields tell what is meant
 * @param keys the key for {@link Kind#KEY}; first and last for {@link Kind#RANGE}; else empty
 * @param count how many for {@link Kind#LATEST}; else 0
 * @param dimensions what is meant in each dimension for {@link Kind#DIMENSIONS}; else empty
 */
public record PartitionTerm(String text, Kind kind, List<String> keys, int count, List<Dimension> dimensions) {

    public PartitionTerm {
        keys = List.copyOf(keys);
        dimensions = List.copyOf(dimensions);
    }

    /** What a term is about. */
    public enum Kind {
        /** One partition. */
        KEY,
        /** All between two, both included. */
        RANGE,
        /** The last ones of each asset. */
        LATEST,
        /** Those of each asset that have never been materialised. */
        MISSING,
        /** Those of each asset of which the latest run failed. */
        FAILED,
        /** All of each asset. */
        ALL,
        /** All combinations of what is named in each dimension. */
        DIMENSIONS
    }

    /**
     * What is meant in one dimension.
     *
     * @param term of any kind but those that are about an asset's state, and not by dimension itself
     */
    public record Dimension(String name, PartitionTerm term) {}

    static PartitionTerm key(String text, String key) {
        return new PartitionTerm(text, Kind.KEY, List.of(key), 0, List.of());
    }

    static PartitionTerm range(String text, String first, String last) {
        return new PartitionTerm(text, Kind.RANGE, List.of(first, last), 0, List.of());
    }

    static PartitionTerm latest(String text, int count) {
        return new PartitionTerm(text, Kind.LATEST, List.of(), count, List.of());
    }

    static PartitionTerm of(String text, Kind kind) {
        return new PartitionTerm(text, kind, List.of(), 0, List.of());
    }

    static PartitionTerm byDimension(String text, List<Dimension> dimensions) {
        return new PartitionTerm(text, Kind.DIMENSIONS, List.of(), 0, dimensions);
    }
}
