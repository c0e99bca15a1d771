package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists sensors with their state, the one that Dagster adds for automation conditions included.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListSensorsRequest(String location, String repository) implements Request<SensorList> {
    @Override
    public String operation() {
        return "sensors.list";
    }

    @Override
    public Class<SensorList> resultType() {
        return SensorList.class;
    }

    @Override
    public SensorList combine(List<SensorList> byLocation) {
        return new SensorList(
                byLocation.stream().flatMap(list -> list.sensors().stream()).toList());
    }
}
