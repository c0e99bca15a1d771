package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ExecuteJobRequest;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Executes a job, as {@code dagster job execute} does, and fails the build when a step, the run or an error-level check fails.
 * Checks the definitions first.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-execute", requiresProject = false, threadSafe = true)
public final class JobExecuteMojo extends AbstractRunMojo {

    /**
     * The job's name. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    private String job;

    /**
     * Which ops of the job, as on the command line: {@code some_op}, {@code *some_op}, {@code some_op+}. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.opSelection")
    private List<String> opSelection;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        job = Given.text(job);
    }

    @Override
    void run() throws MojoFailureException, MojoExecutionException {
        List<String> ops = Given.values(opSelection);
        carryOut(options -> new ExecuteJobRequest(
                job, location, repository, ops, partitions().orElse(null), options));
    }
}
