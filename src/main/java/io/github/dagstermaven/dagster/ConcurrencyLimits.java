package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * How many steps with a concurrency key may run at the same time.
 *
 * @param limits the limits, sorted by key
 * @param noInstance whether there is no instance yet, and so no limit
 */
public record ConcurrencyLimits(List<Limit> limits, boolean noInstance) {

    /**
     * The limit of a key.
     *
     * @param key the key
     * @param limit how many steps may run at the same time
     * @param occupied how many do
     * @param waiting how many wait for their turn
     */
    public record Limit(String key, int limit, int occupied, int waiting) {}
}
