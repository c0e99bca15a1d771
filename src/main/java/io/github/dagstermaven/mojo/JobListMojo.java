package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.JobList;
import io.github.dagstermaven.dagster.ListJobsRequest;
import io.github.dagstermaven.report.DefinitionsText;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Lists jobs, as {@code dagster job list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-list", requiresProject = false, threadSafe = true)
public final class JobListMojo extends AbstractQueryMojo implements UsesDefinitions {

    @Override
    void run() {
        list(new ListJobsRequest(location, repository), JobList::jobs, DefinitionsText::jobs);
    }
}
