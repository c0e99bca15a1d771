package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The partitions of a run.
 *
 * @param label the partition key, or the range {@code start...end} of several; null when unpartitioned
 * @param keys the partition keys, in order; none when unpartitioned
 */
record RunPartitions(String label, List<String> keys) {

    /** The partitions that something which is made once for each has not been made for; null for an unpartitioned run. */
    List<String> without(Collection<String> made) {
        // Not made.contains(null), which collections that hold no null refuse to answer.
        boolean namesEach = made.stream().noneMatch(Objects::isNull);
        if (keys.size() > 1 && namesEach) {
            return keys.stream().filter(key -> !made.contains(key)).toList();
        }
        // User code may report what it makes for a partition of its own, or for none.
        return made.isEmpty() ? each() : List.of();
    }

    /** The partitions; null alone for an unpartitioned run. */
    List<String> each() {
        return keys.isEmpty() ? Collections.singletonList(label) : keys;
    }

    /** What each partition has of the time of a step: equal parts, so that their sum is right. */
    double share(double seconds) {
        return seconds / each().size();
    }
}
