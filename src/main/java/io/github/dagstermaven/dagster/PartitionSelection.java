package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Which partitions of the partitioned assets or job are run: all that any of the terms names.
 *
 * @param terms at least one
 * @param parameter the goal's parameter they came from, as in GOALS
 * @param create whether dynamic partitions are created that are named and absent
 * @param most how many partitions of an asset or a job may be meant; more are an error
 */
public record PartitionSelection(List<PartitionTerm> terms, String parameter, boolean create, int most) {
    /** Enough for whatever is meant, and fewer than what a slip names: an hour of each of ten years. */
    public static final int USUAL_MOST = 25_000;

    public PartitionSelection {
        terms = List.copyOf(terms);
    }

    /** Each partitioned asset at its latest partition. */
    public static PartitionSelection latest() {
        return usual(PartitionTerm.latest("latest", 1), "partitions");
    }

    /** One partition. */
    public static PartitionSelection key(String key) {
        return usual(PartitionTerm.key(key, key), "partition");
    }

    private static PartitionSelection usual(PartitionTerm term, String parameter) {
        return new PartitionSelection(List.of(term), parameter, false, USUAL_MOST);
    }
}
