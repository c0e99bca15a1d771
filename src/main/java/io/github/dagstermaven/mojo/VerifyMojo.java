package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.ResultsFile;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Fails the build when a run that this build recorded has failed: the partner of {@code failAt=verify}.
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
    public void execute() throws MojoFailureException {
        if (skip) {
            getLog().info("Skipped: dagster.skip is set");
            return;
        }
        MavenProject module = session.getCurrentProject();
        BuildLayout layout = BuildLayout.of(module);
        Optional<RunResults> results = new ResultsFile(
                        layout.runResults(), module.getBasedir().toPath(), Secrets.none())
                .read(BuildSession.of(session).buildId());
        FailureText text = new FailureText(layout, module.getBasedir().toPath());
        if (results.isPresent() && !results.get().failures().isEmpty()) {
            throw new MojoFailureException(text.of(results.get(), BuildSession.of(session)));
        }
        if (results.isEmpty()) {
            // Somebody has removed the file: what was left to this goal must not get lost.
            List<String> deferred = BuildSession.of(session).deferred(module);
            if (!deferred.isEmpty()) {
                throw new MojoFailureException(text.of(deferred));
            }
            getLog().info("This build has recorded no runs");
            return;
        }
        int runs = results.get().runs().size();
        getLog().info(runs == 1 ? "The run of this build is good" : "All " + runs + " runs of this build are good");
    }
}
