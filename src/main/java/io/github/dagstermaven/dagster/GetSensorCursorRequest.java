package io.github.dagstermaven.dagster;

/**
 * Tells the cursor of a sensor.
 *
 * @param name the sensor's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record GetSensorCursorRequest(String name, String location, String repository)
        implements SensorRequest<SensorCursor> {
    @Override
    public String operation() {
        return "sensors.cursor";
    }

    @Override
    public Class<SensorCursor> resultType() {
        return SensorCursor.class;
    }
}
