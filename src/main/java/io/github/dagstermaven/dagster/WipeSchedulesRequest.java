package io.github.dagstermaven.dagster;

/**
 * Turns off all schedules and deletes their history, and that of sensors, which Dagster keeps in the same place.
 *
 * @param confirmed whether to do so, or only to tell what would be deleted
 */
public record WipeSchedulesRequest(boolean confirmed) implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "schedules.wipe";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
