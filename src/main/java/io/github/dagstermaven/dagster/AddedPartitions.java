package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What adding partitions has changed.
 *
 * @param added the keys that are new
 * @param existing the keys that were there
 */
public record AddedPartitions(List<String> added, List<String> existing) {}
