package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import org.apache.maven.plugin.MojoExecution;

/** Whether the goal {@code verify} is still to come in this build. */
final class VerifyPlan {
    private static final String VERIFY = "verify";

    private final BuildPlan plan;

    VerifyPlan(BuildPlan plan) {
        this.plan = plan;
    }

    /**
     * Makes sure that failures can be left to the goal {@code verify}.
     *
     * @throws PipelineException that goal does not come after the current one, or is skipped: the failures would be lost
     */
    void requireVerify(MojoExecution current) {
        List<MojoExecution> verifying = plan.executionsAfter(current).stream()
                .filter(execution -> execution.getGoal().equals(VERIFY))
                .toList();
        if (verifying.isEmpty()) {
            boolean before = plan.executionsBeside(current).stream()
                    .anyMatch(execution -> execution.getGoal().equals(VERIFY));
            throw refused(
                    before ? "comes before this one" : "is not part of this build",
                    before
                            ? "Bind this goal to an earlier phase, or verify to a later one"
                            : "Add <goal>verify</goal> to an execution of this plugin and build at least to the phase"
                                    + " verify");
        }
        if (verifying.stream().allMatch(execution -> plan.isSkipped(execution, current))) {
            throw refused("is skipped", "Do not skip it");
        }
    }

    private static PipelineException refused(String why, String remedy) {
        return new PipelineException(Problem.ofValue(
                "invalid_parameter",
                "Failures are to be raised by the goal verify, which " + why,
                "moment",
                VERIFY,
                "failAt",
                List.of(),
                remedy));
    }
}
