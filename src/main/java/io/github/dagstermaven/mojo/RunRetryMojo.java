package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.ListFailedChecksRequest;
import io.github.dagstermaven.dagster.RetryRunsRequest;
import io.github.dagstermaven.dagster.RunResults;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Re-executes runs that failed or were cancelled, in this build or an earlier one with the same home, each from where it stopped:
 * what ended well is not run again. Configuration, tags and partitions are those of the run; {@code config} or {@code configJson}
 * replace its configuration, {@code tags} are added. A run that a killed build has left open counts as failed. When there is nothing
 * to retry, the goal says so and succeeds; checks that failed when they were last evaluated, without failing a run, are named then.
 *
 * @since 0.1.0
 */
@Mojo(name = "run-retry", requiresProject = false, threadSafe = true)
public final class RunRetryMojo extends AbstractRunMojo {

    /**
     * The ids of the runs, or the beginnings of them when no other run begins so. Default: every run of the instance whose latest
     * attempt failed or was cancelled, unless later runs were to do again what of it had not ended well.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.runId")
    private List<String> runId;

    /**
     * The job whose runs are retried. Default: all.
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
    void run() throws MojoFailureException, MojoExecutionException {
        List<String> ids = Given.values(runId);
        sayHome();
        Optional<RunResults> results =
                carryOut(options -> new RetryRunsRequest(ids, job, location, repository, options));
        if (results.isPresent() && results.get().isEmpty()) {
            console()
                    .info("Nothing to retry: no run" + (job == null ? "" : " of the job " + job)
                            + " failed or was cancelled since it last ran well");
            if (job == null) {
                warnOfFailedChecks();
            }
        }
    }

    /** A failing check that blocks nothing fails builds and no run: without a word this one would look like a repair. */
    private void warnOfFailedChecks() {
        CheckSeverityThreshold threshold =
                Choice.of("failOnCheckSeverity", "check severity", failOnCheckSeverity, CheckSeverityThreshold.class);
        askDefinitions(new ListFailedChecksRequest(location, repository))
                .flatMap(failed -> failed.told(threshold))
                .ifPresent(console()::warn);
    }
}
