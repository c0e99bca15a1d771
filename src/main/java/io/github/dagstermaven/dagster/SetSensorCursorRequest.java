package io.github.dagstermaven.dagster;

/**
 * Sets the cursor of a sensor, or deletes it.
 *
 * @param name the sensor's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param cursor the new cursor; null deletes it
 */
public record SetSensorCursorRequest(String name, String location, String repository, String cursor)
        implements SensorRequest<SensorCursor> {
    @Override
    public String operation() {
        return "sensors.set_cursor";
    }

    @Override
    public Class<SensorCursor> resultType() {
        return SensorCursor.class;
    }
}
