package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.FollowRunsRequest;
import io.github.dagstermaven.dagster.JobList;
import io.github.dagstermaven.dagster.Launch;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.report.LaunchText;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What goals have in common that hand runs of a job to the instance's run coordinator, and may wait for them. */
abstract class AbstractLaunchMojo extends AbstractJobMojo {
    /**
     * Tags of every run. A map, or a JSON object as a property.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.tags")
    PlexusConfiguration tags;

    /**
     * Waits until the runs have ended, tells what happens in them, and fails the build when one of them fails. With a queue that no
     * daemon works on, nothing is launched. When {@code timeout} is over, the build fails and the runs go on.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.wait", defaultValue = "false")
    boolean wait;

    /**
     * From which severity on a failing asset check of a run that is waited for fails the build: {@code error}, {@code warn} or
     * {@code never}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failOnCheckSeverity", defaultValue = "error")
    String failOnCheckSeverity;

    /**
     * Skips integration tests, and with them every goal that runs something.
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipITs", defaultValue = "false")
    boolean skipITs;

    /**
     * Skips tests, and with them every goal that runs something.
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    boolean skipTests;

    @Override
    Optional<String> skippedBy() {
        return super.skippedBy()
                .or(() -> skipITs ? Optional.of("skipITs") : Optional.empty())
                .or(() -> skipTests ? Optional.of("skipTests") : Optional.empty());
    }

    /**
     * Checks the definitions, launches runs of the job, tells their ids, and waits for them when that is asked for, or when they
     * would not outlive the build.
     *
     * @param request makes the request from the job that is meant
     */
    final void launch(Function<Job, Request<Launch>> request) throws MojoFailureException {
        requireOutputFormat();
        CheckSeverityThreshold threshold =
                Choice.of("failOnCheckSeverity", "check severity", failOnCheckSeverity, CheckSeverityThreshold.class);
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        Job chosen = new JobList(describe(dagster.get()).jobs()).only(job);
        sayHome();
        Launch launch = dagster.get()
                .call(
                        request.apply(chosen),
                        new PrintedOutput(console(), context().secrets()),
                        timeLimit());
        accept(launch);
        show(launch, () -> LaunchText.lines(launch));
        LaunchText.warnings(launch, context().home()).forEach(console()::warn);
        if (!wait && launch.held()) {
            console().info("This build waits for it: the instance's run launcher makes it a child of the build");
        }
        if (wait || launch.held()) {
            follow(dagster.get(), launch, threshold);
        }
    }

    /** Looks at what was launched before it is told. */
    void accept(Launch launch) {}

    /** The tags that were given. */
    final Map<String, String> tags() {
        return context().maps().read("tags", tags);
    }

    private void follow(Dagster dagster, Launch launch, CheckSeverityThreshold threshold) throws MojoFailureException {
        // Python keeps the time itself: when it is over, the runs are to go on.
        RunResults results = new RunRecording(context(), mojoExecution.getGoal(), threshold)
                .carryOut(dagster, FollowRunsRequest.within(launch.runIds(), timeLimit()), TimeLimit.none());
        if (!results.failures().isEmpty()) {
            FailureSummary summary =
                    new FailureSummary(context().layout(), context().directory());
            throw new MojoFailureException(
                    context().secrets().mask(summary.of(results, context().buildSession())));
        }
    }
}
