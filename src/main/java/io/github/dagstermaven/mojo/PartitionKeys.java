package io.github.dagstermaven.mojo;

import java.util.List;

/** The parameter {@code partitions} of goals that take it as a plain list of keys. */
final class PartitionKeys {
    private PartitionKeys() {}

    /** The keys, without the blanks around commas. */
    static List<String> require(List<String> partitions) {
        List<String> keys = Given.values(partitions).stream().map(String::strip).toList();
        Required.value(keys.isEmpty() ? null : keys, "partitions", "the keys of partitions");
        return keys;
    }
}
