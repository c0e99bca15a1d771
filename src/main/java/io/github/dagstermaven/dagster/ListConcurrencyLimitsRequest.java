package io.github.dagstermaven.dagster;

/**
 * Tells the concurrency limits of the instance.
 *
 * @param key the key whose limit is asked for; null for all
 */
public record ListConcurrencyLimitsRequest(String key) implements InstanceRequest<ConcurrencyLimits> {
    @Override
    public String operation() {
        return "concurrency.list";
    }

    @Override
    public Class<ConcurrencyLimits> resultType() {
        return ConcurrencyLimits.class;
    }
}
