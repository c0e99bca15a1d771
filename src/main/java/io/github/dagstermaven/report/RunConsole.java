package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.EarlierFailures;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunEvent.Failure;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunEvent.StepRetried;
import io.github.dagstermaven.dagster.RunEvent.StepSkipped;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.StepSucceeded;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.AssetResult;
import io.github.dagstermaven.dagster.RunResults.CheckResult;
import io.github.dagstermaven.dagster.RunResults.Outcome;
import io.github.dagstermaven.dagster.RunResults.RunResult;
import io.github.dagstermaven.dagster.RunResults.RunStatus;
import io.github.dagstermaven.dagster.RunResults.StepItems;
import io.github.dagstermaven.dagster.RunResults.StepResult;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.OutcomeLine.Level;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The build log of runs: what will be run, a line for each asset and check as it ends, failures at once with their place
 * in the user's code, what user code says, and a closing summary.
 *
 * <p>The recorder must have been told of an event before this listener is: {@code recorder.andThen(runConsole)}.
 */
public final class RunConsole implements RunListener {
    private static final String ROW_COUNT = "dagster/row_count";
    private static final int METADATA_SHOWN = 5;

    private final Console console;
    private final RunRecorder recorder;
    private final CheckSeverityThreshold threshold;
    private final Secrets secrets;
    private final FailureText failures;
    private final SourcePaths paths;
    private final PrintedOutput printed;
    private final OutcomeLine line = new OutcomeLine();
    private final Set<String> told = new HashSet<>();
    /** By identity: of two processes that died in the same way each is told. */
    private final Set<Failure> toldFailures = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<String> running = new LinkedHashSet<>();
    private final Set<String> openRuns = new LinkedHashSet<>();
    private String assetAbove;
    private int planned;
    private int done;

    /**
     * A log that decides with the threshold whether a failing check is an error or a warning.
     *
     * @param logFiles the file with everything that happens in a run, by the run's id
     */
    public RunConsole(
            Console console,
            RunRecorder recorder,
            Path projectDirectory,
            CheckSeverityThreshold threshold,
            Secrets secrets,
            Function<String, Path> logFiles) {
        this.console = console;
        this.recorder = recorder;
        this.threshold = threshold;
        this.secrets = secrets;
        this.printed = new PrintedOutput(console, secrets);
        this.paths = new SourcePaths(projectDirectory);
        this.failures = new FailureText(paths, logFiles, console.detailed());
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof Planned plan) {
            plan(plan);
        } else if (event instanceof AssetSkipped one) {
            String label = one.partition() == null ? one.asset() : one.asset() + "[" + one.partition() + "]";
            done++;
            tellLine(Level.INFO, label, "SKIPPED", console::warning, 0, one.reason());
        } else if (event instanceof CheckSkipped one) {
            String asset = one.partition() == null ? one.asset() : one.asset() + "[" + one.partition() + "]";
            done++;
            tellLine(Level.INFO, "  " + asset + ": " + one.check(), "SKIPPED", console::warning, 0, one.reason());
        } else if (event instanceof RunStarted one) {
            openRuns.add(one.runId());
            tellOfRetry(one);
            tell(console::debug, "run " + one.runId() + " of " + one.location() + " started");
        } else if (event instanceof StepStarted one) {
            running.add(one.step());
        } else if (event instanceof StepRetried one) {
            String why = one.failure() == null ? "" : ": " + failures.oneLine(one.failure());
            tell(console::warn, one.step() + " failed and is tried again" + why);
        } else if (event instanceof StepSucceeded one) {
            stepEnded(one.runId(), one.step());
        } else if (event instanceof StepFailed one) {
            stepEnded(one.runId(), one.step());
        } else if (event instanceof StepSkipped one) {
            // What was under way is told when its run ends: only that says whether it failed or was cancelled.
            if (!running.contains(one.step())) {
                stepEnded(one.runId(), one.step());
            }
        } else if (event instanceof LogRecord one) {
            String text = one.step() == null ? one.message() : one.step() + ": " + one.message();
            failures.record(one.runId(), text).forEach(part -> tell(level(one.level()), part));
        } else if (event instanceof Output one) {
            printed.on(one);
        } else if (event instanceof RunEnded one) {
            runEnded(one.runId());
        }
        showProgress();
    }

    /**
     * The closing summary, after what was never told since the events stopped early; nothing when nothing was to be run.
     *
     * @param results the results of this goal
     * @param reports the files or folders that hold them
     */
    public void close(RunResults results, List<Path> reports) {
        List.copyOf(openRuns).forEach(this::runEnded);
        console.progress("");
        if (results.runs().isEmpty()
                && results.skipped().isEmpty()
                && results.skippedChecks().isEmpty()) {
            return;
        }
        List<String> files =
                reports.stream().map(Path::toString).map(paths::shortest).toList();
        new ClosingSummary(console, threshold).lines(results, files).forEach(text -> tell(console::info, text));
    }

    private void plan(Planned plan) {
        line.fit(plan);
        planned += plan.runs().stream()
                .mapToInt(run -> run.assets().size() + run.checks().size())
                .sum();
        PlanHeader.lines(plan).forEach(text -> tell(console::info, console.strong(text)));
        PlanHeader.skippedLines(plan).forEach(text -> tell(console::info, text));
        tell(console::info, "");
    }

    private void tellOfRetry(RunStarted run) {
        if (run.retryOf() != null) {
            int attempt = recorder.attemptsBefore(run.runId()).size() + 1;
            String which = attempt == 1 ? "run " + run.retryOf() : "attempt " + attempt;
            String label = recorder.run(run.runId()).label();
            tell(console::info, console.strong("Retrying " + label + " from where it stopped (" + which + ")"));
        }
    }

    private EarlierFailures failuresBefore(String runId) {
        return new EarlierFailures(recorder.attemptsBefore(runId), threshold);
    }

    private void stepEnded(String runId, String step) {
        running.remove(step);
        StepItems items = recorder.step(runId, step);
        tell(runId, items.assets(), items.checks(), items.steps());
    }

    private void runEnded(String runId) {
        openRuns.remove(runId);
        running.clear();
        RunResult run = recorder.run(runId);
        if (run.status() == RunStatus.FAILURE && run.failure() != null && toldFailures.add(run.failure())) {
            tell(console::error, console.failure(run.label() + " failed"));
            failures.lines(runId, run.failure()).forEach(text -> tell(console::error, "  " + text));
        }
        tell(runId, run.assets(), run.checks(), run.steps());
        if (run.status() == RunStatus.CANCELED) {
            tell(console::error, console.failure(run.label() + " was cancelled"));
        }
    }

    private void tell(String runId, List<AssetResult> assets, List<CheckResult> checks, List<StepResult> steps) {
        for (AssetResult asset : assets) {
            if (told.add(runId + " asset " + asset.label())) {
                tell(runId, asset);
                checks.stream()
                        .filter(check -> check.asset().equals(asset.key()))
                        .forEach(check -> tellOnce(runId, check));
            }
        }
        checks.forEach(check -> tellOnce(runId, check));
        for (StepResult step : steps) {
            if (told.add(runId + " step " + step.key())) {
                List<String> before = failuresBefore(runId).of(step);
                tellOutcome(step.key(), step.outcome(), step.seconds(), step.reason(), before);
                tellFailure(runId, step.failure());
            }
        }
    }

    private void tellOnce(String runId, CheckResult check) {
        if (told.add(runId + " check " + check.label())) {
            tell(runId, check);
        }
    }

    private void tell(String runId, AssetResult asset) {
        done++;
        assetAbove = asset.key();
        Object rows = asset.metadata().get(ROW_COUNT);
        String remark = asset.reason() != null ? asset.reason() : rows == null ? null : rows(rows);
        List<String> before = failuresBefore(runId).of(asset);
        tellOutcome(asset.label(), asset.outcome(), asset.seconds(), remark, before);
        tellFailure(runId, asset.failure());
    }

    private static String rows(Object number) {
        String text = MetadataText.of(number);
        return text + (text.equals("1") ? " row" : " rows");
    }

    private void tell(String runId, CheckResult check) {
        done++;
        boolean below = check.asset().equals(assetAbove);
        String label = "  " + (below ? check.name() : check.label());
        boolean tolerated = check.outcome() == Outcome.FAILED && !threshold.isReachedBy(check.severity());
        if (tolerated) {
            tellLine(Level.WARN, label, "WARNING", console::warning, check.seconds(), null);
        } else {
            List<String> before = failuresBefore(runId).of(check);
            tellOutcome(label, check.outcome(), check.seconds(), check.reason(), before);
        }
        if (check.outcome() == Outcome.FAILED) {
            Consumer<String> level = tolerated ? console::warn : console::error;
            if (check.description() != null) {
                failures.message(runId, check.description()).forEach(text -> tell(level, "    " + text));
            }
            check.metadata().entrySet().stream()
                    .limit(METADATA_SHOWN)
                    .map(MetadataText::entry)
                    .map(ControlCharacters::removedFrom)
                    .forEach(text -> tell(level, "    " + text));
            failures.rest(runId, check.metadata().size() - METADATA_SHOWN)
                    .ifPresent(text -> tell(level, "    " + text));
            if (check.hasBlocked()) {
                tell(level, "    it is blocking: what is downstream of " + check.asset() + " is skipped");
            }
        }
        tellFailure(runId, check.failure());
    }

    /** A line for something that ended; {@code before}: how it failed in earlier attempts. */
    private void tellOutcome(String label, Outcome outcome, double seconds, String remark, List<String> before) {
        if (!before.isEmpty() && !outcome.isBad() && outcome != Outcome.SKIPPED) {
            String times = before.size() == 1 ? "once" : before.size() + " times";
            tellLine(Level.WARN, label, "FLAKY", console::warning, seconds, "failed " + times + " before");
            return;
        }
        tellLine(outcome.isBad() ? Level.ERROR : Level.INFO, label, word(outcome), colour(outcome), seconds, remark);
    }

    private void tellLine(
            Level level, String label, String word, UnaryOperator<String> colour, double seconds, String remark) {
        String shown = remark == null ? "" : console.dim("(" + remark + ")");
        String text = line.of(level, label, word, colour, seconds, shown);
        switch (level) {
            case INFO -> tell(console::info, text);
            case WARN -> tell(console::warn, text);
            case ERROR -> tell(console::error, text);
        }
    }

    private void tellFailure(String runId, Failure failure) {
        // A step of several assets has one failure; so has a run that crashed.
        if (failure != null && toldFailures.add(failure)) {
            failures.lines(runId, failure).forEach(text -> tell(console::error, "  " + text));
        }
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case MATERIALIZED, OBSERVED, PASSED, SUCCEEDED -> "SUCCESS";
            case FAILED -> "FAILURE";
            case ERRORED -> "ERROR";
            case SKIPPED -> "SKIPPED";
            case CANCELED -> "CANCELED";
        };
    }

    private UnaryOperator<String> colour(Outcome outcome) {
        return switch (outcome) {
            case MATERIALIZED, OBSERVED, PASSED, SUCCEEDED -> console::success;
            case SKIPPED -> console::warning;
            case FAILED, ERRORED, CANCELED -> console::failure;
        };
    }

    private Consumer<String> level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "debug" -> console::debug;
            case "warning" -> console::warn;
            case "error", "critical" -> console::error;
            default -> console::info;
        };
    }

    private void tell(Consumer<String> level, String text) {
        level.accept(secrets.mask(text));
    }

    private void showProgress() {
        if (console.interactive()) {
            String what = Listing.some(List.copyOf(running), 3);
            console.progress(running.isEmpty() ? "" : "[" + done + "/" + Math.max(planned, done) + "] " + what);
        }
    }
}
