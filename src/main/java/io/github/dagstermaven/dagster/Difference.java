package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What differs of a definition between two manifests.
 *
 * @param property what differs, in words: {@code partitions}, {@code depends on}
 * @param before what it was, in words; null when it was nothing
 * @param after what it is now; null when it is nothing
 * @param added of a list or map what is new
 * @param removed of a list or map what is gone
 * @param breaks why what relies on the definition may break; null when nothing does
 * @param modifies whether what it makes may become another: the definition counts as modified
 */
public record Difference(
        String property,
        String before,
        String after,
        List<String> added,
        List<String> removed,
        String breaks,
        boolean modifies) {}
