package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.ListJobsRequest;
import io.github.dagstermaven.dagster.RunListener;
import org.apache.maven.plugins.annotations.Parameter;

/** What goals have in common that are about one job. */
abstract class AbstractJobMojo extends AbstractQueryMojo implements UsesDefinitions {
    /**
     * The job's name. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    String job;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        job = Given.text(job);
    }

    /** The job that is meant. */
    final Job chosenJob(Dagster dagster, RunListener listener) {
        return dagster.call(new ListJobsRequest(location, repository), listener, timeLimit())
                .only(job);
    }
}
