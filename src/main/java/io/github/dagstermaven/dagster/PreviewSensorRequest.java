package io.github.dagstermaven.dagster;

/**
 * Evaluates a tick of a sensor and carries out nothing of what it returns.
 *
 * @param name the sensor's name
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param cursor the cursor that it is given, or null
 * @param since when it is told that its last tick ended, in ISO 8601 or in seconds since 1970; or null
 * @param lastRunKey the run key that it is told it requested last, or null
 */
public record PreviewSensorRequest(
        String name, String location, String repository, String cursor, String since, String lastRunKey)
        implements SensorRequest<TickPreview> {
    @Override
    public String operation() {
        return "sensors.preview";
    }

    @Override
    public Class<TickPreview> resultType() {
        return TickPreview.class;
    }
}
