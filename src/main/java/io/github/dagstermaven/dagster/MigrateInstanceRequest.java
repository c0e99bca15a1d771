package io.github.dagstermaven.dagster;

/** Brings the storage of the instance to the schema of the installed Dagster. */
public record MigrateInstanceRequest() implements InstanceRequest<InstanceUpkeep> {
    @Override
    public String operation() {
        return "instance.migrate";
    }

    @Override
    public Class<InstanceUpkeep> resultType() {
        return InstanceUpkeep.class;
    }
}
