package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.ResultsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Fails the build when a run that this same build recorded has failed: the partner of {@code failAt=verify}. Results of an earlier
 * build are never taken for this one's.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, requiresProject = true, threadSafe = true)
public final class VerifyMojo extends AbstractMojo {
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.skip", defaultValue = "false")
    private boolean skip;

    @Override
    public void execute() throws MojoFailureException, MojoExecutionException {
        if (skip) {
            getLog().info("Skipped: dagster.skip is set");
            return;
        }
        ErrorMapping errors = new ErrorMapping(getLog(), session);
        errors.within(session.getCurrentProject().getBasedir().toPath(), Secrets.none());
        errors.carryOut(this::verify, () -> "");
    }

    private void verify() throws MojoFailureException {
        MavenProject module = session.getCurrentProject();
        BuildLayout layout = BuildLayout.of(module);
        Path directory = module.getBasedir().toPath();
        BuildSession build = BuildSession.of(session);
        FailureSummary summary = new FailureSummary(layout, directory);
        Optional<RunResults> results =
                new ResultsFile(layout.runResults(), directory, Secrets.none()).read(build.buildId());
        if (results.isPresent()) {
            if (!results.get().failures().isEmpty()) {
                throw new MojoFailureException(summary.of(results.get(), build));
            }
            int runs = Attempts.settled(results.get().runs()).size();
            if (runs == 0) {
                getLog().info("Nothing to verify: this build has skipped what it would have run");
                return;
            }
            getLog().info(runs == 1 ? "The run of this build is good" : "All " + runs + " runs of this build are good");
            return;
        }
        // Somebody may have removed the file: what was left to this goal must not get lost.
        List<String> deferred = build.deferred(module);
        if (!deferred.isEmpty()) {
            throw new MojoFailureException(summary.of(deferred));
        }
        if (Files.exists(layout.runResults())) {
            getLog().warn("Nothing is verified: " + directory.relativize(layout.runResults())
                    + " is of another build, and this one has recorded no runs. Call this goal in the build that runs:"
                    + " mvn dagster:asset-materialize dagster:verify, or bind both to phases");
        } else {
            getLog().info("Nothing to verify: this build has recorded no runs");
        }
    }
}
