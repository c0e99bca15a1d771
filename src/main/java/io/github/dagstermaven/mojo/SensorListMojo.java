package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListSensorsRequest;
import io.github.dagstermaven.dagster.SensorList.Sensor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists sensors with their state in the instance, as {@code dagster sensor list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-list", requiresProject = false, threadSafe = true)
public final class SensorListMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * Lists the sensors that are running.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.running", defaultValue = "false")
    private boolean running;

    /**
     * Lists the sensors that are stopped.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.stopped", defaultValue = "false")
    private boolean stopped;

    /**
     * Prints the names alone, one a line, as {@code --name} does on the command line.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.nameOnly", defaultValue = "false")
    private boolean nameOnly;

    @Override
    void run() {
        StatusFilter filter = new StatusFilter(running, stopped);
        list(
                new ListSensorsRequest(location, repository),
                list -> list.sensors().stream()
                        .filter(sensor -> filter.lets(sensor.status()))
                        .toList(),
                (text, sensors) -> nameOnly ? sensors.stream().map(Sensor::name).toList() : text.sensors(sensors));
    }
}
