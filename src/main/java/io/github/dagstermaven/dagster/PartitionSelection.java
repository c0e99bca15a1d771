package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Which partitions of the partitioned assets or job are run.
 *
 * @param mode {@code latest} (of each partitioned asset; the default), {@code keys} or {@code range}
 * @param keys the partition keys for {@code keys}; first and last for {@code range}; else empty
 */
public record PartitionSelection(String mode, List<String> keys) {

    /** Each partitioned asset at its latest partition. */
    public static PartitionSelection latest() {
        return new PartitionSelection("latest", List.of());
    }

    /** One partition. */
    public static PartitionSelection key(String key) {
        return new PartitionSelection("keys", List.of(key));
    }
}
