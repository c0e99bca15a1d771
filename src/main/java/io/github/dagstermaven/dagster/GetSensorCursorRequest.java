package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Tells the cursor of a sensor.
 *
 * @param name the sensor's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record GetSensorCursorRequest(String name, String location, String repository)
        implements NamedRequest<SensorCursor> {
    @Override
    public String operation() {
        return "sensors.cursor";
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
