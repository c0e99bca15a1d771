package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.GetSensorCursorRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SetSensorCursorRequest;
import io.github.dagstermaven.report.AutomationsText;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Sets or deletes the cursor that the instance keeps for a sensor, as {@code dagster sensor cursor} does, or prints it.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-cursor", requiresProject = false, threadSafe = true)
public final class SensorCursorMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * The sensor's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.sensorName")
    private String sensorName;

    /**
     * The new cursor.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.set")
    private String set;

    /**
     * Deletes the cursor.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.delete", defaultValue = "false")
    private boolean delete;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        sensorName = Given.text(sensorName);
        set = Given.text(set);
    }

    @Override
    void run() {
        requireOutputFormat();
        String name = Required.value(sensorName, "sensorName", "the name of a sensor");
        if (set == null && !delete) {
            askDefinitions(new GetSensorCursorRequest(name, location, repository))
                    .ifPresent(cursor -> show(cursor, () -> List.of(AutomationsText.cursor(cursor))));
            return;
        }
        requireOneOf();
        sayHome();
        askDefinitions(new SetSensorCursorRequest(name, location, repository, set))
                .ifPresent(cursor -> show(cursor, () -> List.of(AutomationsText.cursorChange(cursor))));
    }

    private void requireOneOf() {
        if (set != null && delete) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "The cursor cannot be both set and deleted",
                    "delete",
                    "Leave out <set> (-Ddagster.set) or <delete> (-Ddagster.delete)"));
        }
    }
}
