package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Sets the cursor of a sensor, or deletes it.
 *
 * @param name the sensor's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param cursor the new cursor; null deletes it
 */
public record SetSensorCursorRequest(String name, String location, String repository, String cursor)
        implements NamedRequest<SensorCursor> {
    @Override
    public String operation() {
        return "sensors.set_cursor";
    }

    @Override
    public Class<SensorCursor> resultType() {
        return SensorCursor.class;
    }

    @Override
    public String subject() {
        return "sensor";
    }

    @Override
    public String parameter() {
        return "sensorName";
    }

    @Override
    public String named() {
        return name;
    }

    @Override
    public SensorCursor combine(List<SensorCursor> byLocation) {
        // One name, one answer.
        return byLocation.get(0);
    }
}
