package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What work on the storage of an instance has changed.
 *
 * @param exists whether there is an instance to work on
 * @param before the schema of its storage before
 * @param after the same afterwards
 */
public record InstanceUpkeep(boolean exists, List<StorageSchema> before, List<StorageSchema> after) {}
