package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ScaffoldRequest;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds a job that materialises assets to the project: its code, and its name to the list of jobs where there is one.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-scaffold", requiresProject = false, threadSafe = true)
public final class JobScaffoldMojo extends AbstractScaffoldMojo {

    /**
     * Which assets the job materialises, an asset selection. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.select")
    private String select;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        select = Given.text(select);
    }

    @Override
    ScaffoldRequest request(String name) {
        return new ScaffoldRequest.OfJob(name, select, location, repository);
    }
}
