package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Sensors and their state, sorted by code location, repository and name.
 *
 * @param sensors the sensors, with the one that Dagster adds for automation conditions
 */
public record SensorList(List<Sensor> sensors) {

    /**
     * A sensor.
     *
     * @param type Dagster's word for its kind: {@code standard}, {@code asset}, {@code run_status}, {@code auto_materialize}, …
     * @param status {@code RUNNING} or {@code STOPPED}, as the instance has it; as the definition says while the instance has
     *     nothing
     * @param jobs the jobs it can launch, sorted
     * @param minimumIntervalSeconds seconds between two evaluations
     * @param cursor the cursor that the instance keeps; null when it keeps none
     * @param definedAt where it is defined; null when unknown
     */
    public record Sensor(
            String location,
            String repository,
            String name,
            String description,
            String type,
            String status,
            List<String> jobs,
            double minimumIntervalSeconds,
            String cursor,
            SourceLocation definedAt) {}
}
