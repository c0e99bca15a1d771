package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ScaffoldRequest;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds a sensor to the project that runs a job for each file that arrives in a folder: its code, and its name to the list of sensors
 * where there is one.
 *
 * @since 0.1.0
 */
@Mojo(name = "sensor-scaffold", requiresProject = false, threadSafe = true)
public final class SensorScaffoldMojo extends AbstractScaffoldMojo {

    /**
     * The job that it runs. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    private String job;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        job = Given.text(job);
    }

    @Override
    ScaffoldRequest request(String name) {
        return new ScaffoldRequest.OfSensor(name, job, location, repository);
    }
}
