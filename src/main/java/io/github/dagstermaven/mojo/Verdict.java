package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.RunResults;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoFailureException;

/** What comes of runs that fail: which failing checks count, and whether the build fails now or at the goal {@code verify}. */
final class Verdict {
    private final AbstractDagsterMojo mojo;
    private final CheckSeverityThreshold threshold;
    private final boolean deferred;

    /**
     * A verdict as the parameters of these names have it.
     *
     * @throws PipelineException they have no such value, or failures that are left to the goal {@code verify} would be lost
     */
    Verdict(AbstractDagsterMojo mojo, LifecycleExecutor lifecycle, String failOnCheckSeverity, String failAt) {
        this.mojo = mojo;
        this.threshold =
                Choice.of("failOnCheckSeverity", "check severity", failOnCheckSeverity, CheckSeverityThreshold.class);
        this.deferred = Choice.of("failAt", "moment", failAt, FailureMoment.class) == FailureMoment.VERIFY;
        if (deferred) {
            new VerifyPlan(new BuildPlan(lifecycle, mojo.session)).requireVerify(mojo.mojoExecution);
        }
    }

    /** From which severity on a failing check fails the build. */
    CheckSeverityThreshold threshold() {
        return threshold;
    }

    /** Fails the build for what these results fail it, or leaves that to the goal {@code verify}. */
    void on(RunResults results) throws MojoFailureException {
        if (results.failures().isEmpty()) {
            return;
        }
        ModuleContext context = mojo.context();
        if (deferred) {
            results.failures().forEach(context.console()::error);
            context.buildSession().defer(mojo.project, results.failures());
            context.console().warn("The build goes on, and fails at the goal verify (failAt)");
            return;
        }
        FailureSummary summary = new FailureSummary(context.layout(), context.directory());
        throw new MojoFailureException(context.secrets().mask(summary.of(results, context.buildSession())));
    }
}
