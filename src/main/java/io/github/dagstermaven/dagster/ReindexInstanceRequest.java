package io.github.dagstermaven.dagster;

/** Builds the indexes over what the instance recorded before they existed. */
public record ReindexInstanceRequest() implements InstanceRequest<InstanceUpkeep> {
    @Override
    public String operation() {
        return "instance.reindex";
    }

    @Override
    public Class<InstanceUpkeep> resultType() {
        return InstanceUpkeep.class;
    }
}
