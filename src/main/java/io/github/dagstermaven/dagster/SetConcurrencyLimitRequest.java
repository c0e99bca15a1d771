package io.github.dagstermaven.dagster;

/**
 * Sets how many steps with a concurrency key may run at the same time.
 *
 * @param key the key
 * @param limit the number; 0 lets none run
 */
public record SetConcurrencyLimitRequest(String key, int limit) implements InstanceRequest<ChangedConcurrencyLimit> {
    @Override
    public String operation() {
        return "concurrency.set";
    }

    @Override
    public Class<ChangedConcurrencyLimit> resultType() {
        return ChangedConcurrencyLimit.class;
    }
}
