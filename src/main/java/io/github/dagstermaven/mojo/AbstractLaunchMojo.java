package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.FollowRunsRequest;
import io.github.dagstermaven.dagster.JobList;
import io.github.dagstermaven.dagster.Launch;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.report.LaunchText;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What goals have in common that hand runs of a job to the instance's run coordinator, and may wait for them. */
abstract class AbstractLaunchMojo extends AbstractJobMojo {
    // Not @Inject: before Maven 3.9 that fails for classes of Java 17.
    @Component
    @SuppressWarnings("deprecation")
    private LifecycleExecutor lifecycle;

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
     * When a failed run that is waited for fails the build: {@code now}, or at the goal {@code verify}, so that what is bound
     * between is still carried out.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failAt", defaultValue = "now")
    String failAt;

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
        return super.skippedBy().or(() -> SkippedTests.by(skipITs, skipTests));
    }

    /**
     * Checks the definitions, launches runs of the job, tells their ids, and waits for them when that is asked for, or when they
     * would not outlive the build.
     */
    @Override
    final void run() throws MojoFailureException {
        BuildRecords records = context().records();
        Optional<Prepared> prepared = records.addingErrors(mojoExecution.getGoal(), this::prepare);
        if (prepared.isEmpty()) {
            return;
        }
        Dagster dagster = prepared.get().dagster();
        JobList jobs = new JobList(describe(dagster).jobs());
        Launch launch = records.addingErrors(
                mojoExecution.getGoal(),
                () -> launch(dagster, prepared.get().request().apply(jobs.only(job))));
        show(launch, () -> LaunchText.lines(launch));
        LaunchText.warnings(launch, context().home()).forEach(console()::warn);
        if (!wait && launch.held()) {
            console().info("This build waits for it: the instance's run launcher makes it a child of the build");
        }
        if (wait || launch.held()) {
            follow(dagster, launch, prepared.get().verdict());
        }
    }

    /** Reads the goal's own parameters; returns what makes the request from the job that is meant. */
    abstract Function<Job, Request<Launch>> request();

    /** Looks at what was launched before it is told. */
    void accept(Launch launch) {}

    /** The tags that were given. */
    final Map<String, String> tags() {
        return context().maps().read("tags", tags);
    }

    /** A request that makes sense, and what its results are going to mean. */
    private record Prepared(Dagster dagster, Function<Job, Request<Launch>> request, Verdict verdict) {}

    private Optional<Prepared> prepare() {
        requireOutputFormat();
        Verdict verdict = new Verdict(this, lifecycle, failOnCheckSeverity, failAt);
        Function<Job, Request<Launch>> request = request();
        return dagster().map(dagster -> new Prepared(dagster, request, verdict));
    }

    private Launch launch(Dagster dagster, Request<Launch> request) {
        sayHome();
        Launch launch =
                dagster.call(request, new PrintedOutput(console(), context().secrets()), timeLimit());
        accept(launch);
        return launch;
    }

    private void follow(Dagster dagster, Launch launch, Verdict verdict) throws MojoFailureException {
        // Python keeps the time itself: when it is over, the runs are to go on.
        verdict.on(new RunRecording(context(), mojoExecution.getGoal(), verdict.threshold())
                .carryOut(dagster, FollowRunsRequest.within(launch.runIds(), timeLimit()), TimeLimit.none()));
    }
}
