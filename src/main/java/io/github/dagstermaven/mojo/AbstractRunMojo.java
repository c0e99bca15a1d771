package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunOptions;
import io.github.dagstermaven.dagster.RunRequest;
import io.github.dagstermaven.dagster.RunResults;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What goals that start runs have in common: how runs are started, and what of their results fails the build. */
abstract class AbstractRunMojo extends AbstractIntegrationTestMojo implements UsesDefinitions {
    // Not @Inject: before Maven 3.9 that fails for classes of Java 17.
    @Component
    @SuppressWarnings("deprecation")
    private LifecycleExecutor lifecycle;

    /**
     * Run configuration files (YAML), or patterns of such ({@code config/*.yaml}); merged as the command line does: the values
     * of files listed last win, files of a pattern come in the order of their names. Relative to the project's folder; a file or
     * pattern that names nothing is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.config")
    List<String> config;

    /**
     * Run configuration as a JSON document; together with {@code config} it is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.configJson")
    String configJson;

    /**
     * Tags of every run. A map, or a JSON object as a property.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.tags")
    PlexusConfiguration tags;

    /**
     * The partition to run, as Dagster writes its key. Default: assets run at their latest partition; a partitioned job needs one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partition")
    private String partition;

    /**
     * A range of partitions, {@code start...end}, both included. An asset whose backfill policy says so makes several in one run.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitionRange")
    private String partitionRange;

    /**
     * Several partitions: keys and ranges ({@code a,b,c...f}), the last ones of each asset ({@code latest}, {@code latest:7}), what
     * each of them lacks ({@code missing}), what failed of it ({@code failed}), {@code all}; of several dimensions
     * {@code date=2024-01-01...2024-01-07|colour=red}; {@code key:all} for a key that looks like one of these.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitions")
    private List<String> partitions;

    /**
     * Creates dynamic partitions that are named and absent.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.createPartitions", defaultValue = "false")
    private boolean createPartitions;

    /**
     * How many partitions of an asset or a job may be selected, at least 1: more are an error, before anything runs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.maxPartitions", defaultValue = "" + PartitionSelection.USUAL_MOST)
    private int maxPartitions;

    /**
     * Which executor runs the steps: {@code auto}, {@code definitions}, {@code in-process} or {@code multiprocess}. {@code auto}
     * honours an executor that is named in the code; else a chain of steps runs in one process, and a wider plan in warm worker
     * processes when they are going to be faster, as far as the durations of its steps are known.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.executor", defaultValue = "auto")
    String executor;

    /**
     * How many runs may be executed at the same time (or steps, where there is one run), at least 1. Default: the number of
     * processors, divided by Maven's {@code -T}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.parallelism")
    Integer parallelism;

    /**
     * From which severity on a failing asset check fails the build: {@code error}, {@code warn} or {@code never}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failOnCheckSeverity", defaultValue = "error")
    String failOnCheckSeverity;

    /**
     * When a failed run fails the build: {@code now}, or at the goal {@code verify}, so that what is bound between (stopping a
     * database, say) is still carried out.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failAt", defaultValue = "now")
    String failAt;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        configJson = Given.text(configJson);
        partition = Given.text(partition);
        partitionRange = Given.text(partitionRange);
    }

    /** Which partitions were asked for; empty when none were. */
    final Optional<PartitionSelection> partitions() {
        return new PartitionParameters(partition, partitionRange, partitions, createPartitions, maxPartitions)
                .selection();
    }

    /**
     * Checks the definitions, carries out the request, writes the results whatever comes of it, and decides.
     *
     * @param request makes the request from the options that are common to all runs
     */
    final void carryOut(Function<RunOptions, RunRequest> request) throws MojoFailureException {
        Optional<Prepared> prepared = prepare(request);
        if (prepared.isEmpty()) {
            return;
        }
        Dagster dagster = prepared.get().dagster();
        describe(dagster);
        RunResults results = new RunRecording(
                        context(), mojoExecution.getGoal(), prepared.get().threshold())
                .carryOut(dagster, prepared.get().request(), timeLimit());
        if (results.failures().isEmpty()) {
            return;
        }
        if (prepared.get().deferred()) {
            results.failures().forEach(console()::error);
            context().buildSession().defer(project, results.failures());
            console().warn("The build goes on, and fails at the goal verify (failAt)");
            return;
        }
        FailureSummary summary =
                new FailureSummary(context().layout(), context().directory());
        throw new MojoFailureException(
                context().secrets().mask(summary.of(results, context().buildSession())));
    }

    /** A request that makes sense, and what its results are going to mean. */
    private record Prepared(Dagster dagster, RunRequest request, CheckSeverityThreshold threshold, boolean deferred) {}

    /** Reads the parameters and opens Dagster; what is wrong with them is in the reports too. Empty without definitions. */
    private Optional<Prepared> prepare(Function<RunOptions, RunRequest> request) {
        try {
            CheckSeverityThreshold threshold = Choice.of(
                    "failOnCheckSeverity", "check severity", failOnCheckSeverity, CheckSeverityThreshold.class);
            boolean deferred = Choice.of("failAt", "moment", failAt, FailureMoment.class) == FailureMoment.VERIFY;
            if (deferred) {
                new VerifyPlan(new BuildPlan(lifecycle, session)).requireVerify(mojoExecution);
            }
            RunRequest wanted = request.apply(options());
            return dagster().map(dagster -> new Prepared(dagster, wanted, threshold, deferred));
        } catch (DagsterException e) {
            context().records().addErrors(mojoExecution.getGoal(), e);
            throw e;
        }
    }

    private RunOptions options() {
        if (parallelism != null && parallelism < 1) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The parallelism is " + parallelism,
                    "number",
                    parallelism.toString(),
                    "parallelism",
                    List.of(),
                    "Give a number of at least 1"));
        }
        return new ConfigParameters(config, configJson)
                .options(
                        context().directory(),
                        context().maps().read("tags", tags),
                        Choice.of("executor", "executor", executor, StepExecutor.class),
                        parallelism == null ? 0 : parallelism);
    }
}
