package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PreviewSensorRequest;
import io.github.dagstermaven.report.TickText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what a tick of a sensor would do, as {@code dagster sensor preview} does: evaluates it really, and launches and stores
 * nothing of what it returns. What the sensor's own code does is done.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-preview", requiresProject = false, threadSafe = true)
public final class SensorPreviewMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * The sensor's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.sensorName")
    private String sensorName;

    /**
     * The cursor that the sensor is given. Default: none, also when the instance keeps one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.cursor")
    private String cursor;

    /**
     * When the sensor is told that its last tick ended: a moment in ISO 8601, or seconds since 1970.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.since")
    private String since;

    /**
     * The run key that the sensor is told it requested last.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.lastRunKey")
    private String lastRunKey;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        sensorName = Given.text(sensorName);
        cursor = Given.text(cursor);
        since = Given.text(since);
        lastRunKey = Given.text(lastRunKey);
    }

    @Override
    void run() {
        requireOutputFormat();
        String name = Required.value(sensorName, "sensorName", "the name of a sensor");
        askDefinitions(new PreviewSensorRequest(name, location, repository, cursor, since, lastRunKey))
                .ifPresent(tick -> show(tick, () -> new TickText(context().directory()).preview(tick)));
    }
}
