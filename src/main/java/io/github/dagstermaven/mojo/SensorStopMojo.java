package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Stops a sensor, as {@code dagster sensor stop} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-stop", requiresProject = false, threadSafe = true)
public final class SensorStopMojo extends AbstractSwitchMojo implements UsesDefinitions {

    /**
     * The sensor's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.sensorName")
    private String sensorName;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        sensorName = Given.text(sensorName);
    }

    @Override
    void run() {
        carryOut(Kind.SENSOR, Action.STOP, requiredName(Kind.SENSOR, sensorName));
    }
}
