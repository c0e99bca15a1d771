package io.github.dagstermaven.dagster;

/**
 * Makes the id columns of a database server 64 bits wide, which may lock its tables for long.
 *
 * @param confirmed whether to do so, or only to tell which storages would be changed
 */
public record WidenIdsRequest(boolean confirmed) implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "instance.widen_ids";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
