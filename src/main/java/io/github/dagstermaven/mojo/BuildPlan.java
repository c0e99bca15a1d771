package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoExecution;

/** What Maven is going to do with the current module, as far as this plugin's goals go. */
final class BuildPlan {
    private final LifecycleExecutor lifecycle;
    private final MavenSession session;

    BuildPlan(LifecycleExecutor lifecycle, MavenSession session) {
        this.lifecycle = lifecycle;
        this.session = session;
    }

    /**
     * The executions of the plugin that the current one belongs to, in order, not set up to be carried out.
     *
     * @throws PlatformException Maven cannot tell
     */
    List<MojoExecution> executionsBeside(MojoExecution current) {
        try {
            return lifecycle
                    .calculateExecutionPlan(session, false, session.getGoals().toArray(String[]::new))
                    .getMojoExecutions()
                    .stream()
                    .filter(execution -> execution.getArtifactId().equals(current.getArtifactId())
                            && execution.getGroupId().equals(current.getGroupId()))
                    .toList();
        } catch (Exception e) {
            // Maven declares ten checked exceptions here; none can be mended from a goal.
            throw new PlatformException(
                    Problem.of("build_plan", "Maven's build plan cannot be read: " + e.getMessage(), null), e);
        }
    }
}
