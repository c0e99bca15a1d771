package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoExecution;

/** Whether the goal {@code verify} is part of this build. */
final class VerifyPlan {
    private static final String VERIFY = "verify";

    private final LifecycleExecutor lifecycle;
    private final MavenSession session;

    VerifyPlan(LifecycleExecutor lifecycle, MavenSession session) {
        this.lifecycle = lifecycle;
        this.session = session;
    }

    /**
     * Makes sure that failures can be left to the goal {@code verify}.
     *
     * @throws PipelineException that goal is not in this build: the failures would be lost
     */
    void requireVerify(MojoExecution current) {
        if (!isPlanned(current)) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "Failures are to be raised by the goal verify, which is not part of this build",
                    "moment",
                    VERIFY,
                    "failAt",
                    List.of(),
                    "Add <goal>verify</goal> to an execution of this plugin and build at least to the phase verify"));
        }
    }

    private boolean isPlanned(MojoExecution current) {
        try {
            return lifecycle
                    .calculateExecutionPlan(session, false, session.getGoals().toArray(String[]::new))
                    .getMojoExecutions()
                    .stream()
                    .anyMatch(execution -> execution.getGoal().equals(VERIFY)
                            && execution.getArtifactId().equals(current.getArtifactId())
                            && execution.getGroupId().equals(current.getGroupId()));
        } catch (Exception e) {
            // Maven declares ten checked exceptions here; none can be mended from a goal.
            throw new PlatformException(
                    Problem.of("build_plan", "Maven's build plan cannot be read: " + e.getMessage(), null), e);
        }
    }
}
