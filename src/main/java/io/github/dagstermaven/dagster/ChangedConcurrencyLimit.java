package io.github.dagstermaven.dagster;

/**
 * A concurrency limit that was set.
 *
 * @param key the key
 * @param limit the limit it has now
 * @param before the limit it had; null when it had none
 */
public record ChangedConcurrencyLimit(String key, int limit, Integer before) {}
