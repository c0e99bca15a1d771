package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListSensorsRequest;
import io.github.dagstermaven.dagster.SensorList;
import io.github.dagstermaven.dagster.SensorList.Sensor;
import io.github.dagstermaven.report.DefinitionsText;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Lists sensors with their state in the instance, as {@code dagster sensor list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-list", requiresProject = false, threadSafe = true)
public final class SensorListMojo extends AbstractAutomationListMojo {
    @Override
    void run() {
        list(
                new ListSensorsRequest(location, repository),
                SensorList::sensors,
                Sensor::name,
                Sensor::status,
                DefinitionsText::sensors);
    }
}
