package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Starts a sensor, as {@code dagster sensor start} does: a daemon that works on the same home evaluates it from then on.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-start", requiresProject = false, threadSafe = true)
public final class SensorStartMojo extends AbstractSwitchMojo implements UsesDefinitions {

    /**
     * The sensor's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.sensorName")
    private String sensorName;

    /**
     * Starts all sensors, instead of one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.all", defaultValue = "false")
    private boolean all;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        sensorName = Given.text(sensorName);
    }

    @Override
    void run() {
        carryOut(Kind.SENSOR, Action.START, nameOrAll(Kind.SENSOR, sensorName, all));
    }
}
