package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunOptions;
import io.github.dagstermaven.dagster.RunOptions.Reruns;
import io.github.dagstermaven.dagster.RunRequest;
import io.github.dagstermaven.dagster.RunResults;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /**
     * How many times what failed is tried again, when all else has ended: a failed run from where it failed, with what was skipped
     * because of it, and a check that would fail the build. What ends well then does not fail the build, and is reported as flaky.
     * The counterpart of Surefire's {@code rerunFailingTestsCount}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.rerunFailing", defaultValue = "0")
    int rerunFailing;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        configJson = Given.text(configJson);
    }

    /** The selection of assets; null in a goal that takes none. */
    String selection() {
        return null;
    }

    /** What such a selection compares the definitions with; null for nothing. */
    String baseline() {
        return null;
    }

    /** What comes of the findings of lint before something runs; empty in a goal that finishes what was begun in spite of them. */
    Optional<LintVerdict> lintVerdict() {
        return Optional.empty();
    }

    /**
     * Checks the definitions, carries out the request, writes the results whatever comes of it, and decides.
     *
     * @param request makes the request from the options that are common to all runs
     * @return the results when they are good or their failures are deferred; empty without definitions
     */
    final Optional<RunResults> carryOut(Function<RunOptions, RunRequest> request) throws MojoFailureException {
        Optional<StateSelection> byState =
                context().records().addingErrors(mojoExecution.getGoal(), this::stateSelection);
        List<Path> baselines = new ArrayList<>();
        byState.flatMap(StateSelection::file).ifPresent(baselines::add);
        Optional<LintVerdict> linted = context().records().addingErrors(mojoExecution.getGoal(), this::lintVerdict);
        linted.flatMap(LintVerdict::baselineFile).ifPresent(baselines::add);
        NamedFiles files = new NamedFiles(context().directory(), Given.values(config), baselines);
        UnchangedGoal unchanged = new UnchangedGoal(this, skipsUnchanged(), files, true);
        if (unchanged.isSkipped()) {
            return Optional.empty();
        }
        Optional<Prepared> prepared = context().records().addingErrors(mojoExecution.getGoal(), () -> prepare(request));
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        Dagster dagster = prepared.get().dagster();
        Verdict verdict = prepared.get().verdict();
        Definitions definitions = describe(
                dagster, linted.map(LintVerdict::request).orElseGet(() -> new DescribeRequest(location, repository)));
        linted.ifPresent(verdictOfLint -> verdictOfLint.onFailing(definitions));
        Optional<RunRequest> wanted = narrowed(prepared.get().request(), byState, dagster, definitions);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        RunResults results = new RunRecording(context(), mojoExecution.getGoal(), verdict.threshold())
                .carryOut(dagster, wanted.get(), timeLimit());
        verdict.on(results);
        if (results.failures().isEmpty()) {
            keep(unchanged, dagster);
        }
        return Optional.of(results);
    }

    private Optional<StateSelection> stateSelection() {
        // A module that only gathers others has nothing to compare.
        return StateSelection.isIn(selection()) && context().hasDefinitions()
                ? StateSelection.of(this, selection(), baseline())
                : Optional.empty();
    }

    private Optional<RunRequest> narrowed(
            RunRequest request, Optional<StateSelection> byState, Dagster dagster, Definitions definitions) {
        return byState.isEmpty()
                ? Optional.of(request)
                : context()
                        .records()
                        .addingErrors(
                                mojoExecution.getGoal(), () -> byState.get().narrowed(request, dagster, definitions));
    }

    /** Whether this goal is skipped as long as nothing has changed that it depends on. */
    boolean skipsUnchanged() {
        // What a later goal of the same build leaves in the instance is work for those that have their work from there.
        return false;
    }

    /** A request that makes sense, and what its results are going to mean. */
    private record Prepared(Dagster dagster, RunRequest request, Verdict verdict) {}

    /** Reads the parameters and opens Dagster. Empty without definitions. */
    private Optional<Prepared> prepare(Function<RunOptions, RunRequest> request) {
        Verdict verdict = new Verdict(this, lifecycle, failOnCheckSeverity, failAt);
        RunRequest wanted = request.apply(options(verdict.threshold()));
        return dagster().map(dagster -> new Prepared(dagster, wanted, verdict));
    }

    private RunOptions options(CheckSeverityThreshold threshold) {
        if (rerunFailing < 0) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "What fails cannot be tried again " + rerunFailing + " times",
                    "number",
                    Integer.toString(rerunFailing),
                    "rerunFailing",
                    List.of(),
                    "Set <rerunFailing> or -Ddagster.rerunFailing to 0 or more"));
        }
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
                        parallelism == null ? 0 : parallelism)
                .with(rerunFailing == 0 ? null : new Reruns(rerunFailing, threshold));
    }
}
