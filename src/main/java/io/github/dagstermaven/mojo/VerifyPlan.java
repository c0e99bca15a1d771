package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import org.apache.maven.plugin.MojoExecution;

/** Whether the goal {@code verify} is part of this build. */
final class VerifyPlan {
    private static final String VERIFY = "verify";

    private final BuildPlan plan;

    VerifyPlan(BuildPlan plan) {
        this.plan = plan;
    }

    /**
     * Makes sure that failures can be left to the goal {@code verify}.
     *
     * @throws PipelineException that goal is not in this build: the failures would be lost
     */
    void requireVerify(MojoExecution current) {
        if (plan.executionsBeside(current).stream()
                .noneMatch(execution -> execution.getGoal().equals(VERIFY))) {
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
}
