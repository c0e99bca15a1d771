package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunEvent.Judged;
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
import io.github.dagstermaven.dagster.RunResult.StepItems;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The build log of runs: what will be run, a line for each asset and check as it ends, failures at once with their place
 * in the user's code, what user code says, and a closing summary. Of more runs than can be read a line each it tells how far they
 * are, what goes wrong, and what goes on in those that do; everything else is in the log file.
 *
 * <p>The recorder must have been told of an event before this listener is: {@code recorder.andThen(runConsole)}.
 */
public final class RunConsole implements RunListener {
    private static final int WARNINGS_TOLD = 50;

    private final Console console;
    private final RunRecorder recorder;
    private final CheckSeverityThreshold threshold;
    private final Secrets secrets;
    private final Function<String, Path> logFiles;
    private final FailureText failures;
    private final SourcePaths paths;
    private final PrintedOutput printed;
    private final OutcomeLog outcomes;
    private final RunProgress progress;
    private final Map<String, OpenRun> openRuns = new LinkedHashMap<>();
    /** The code locations in which nothing is stale. */
    private final Set<String> upToDate = new HashSet<>();

    private String lastRun;
    private int plannedRuns;
    private int plannedItems;
    private int endedRuns;
    private int failedRuns;
    private int warnings;
    private long linesKept;

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
        this(console, recorder, projectDirectory, threshold, secrets, logFiles, System::nanoTime);
    }

    RunConsole(
            Console console,
            RunRecorder recorder,
            Path projectDirectory,
            CheckSeverityThreshold threshold,
            Secrets secrets,
            Function<String, Path> logFiles,
            LongSupplier nanoTime) {
        this.console = console;
        this.recorder = recorder;
        this.threshold = threshold;
        this.secrets = secrets;
        this.logFiles = logFiles;
        this.printed = new PrintedOutput(console, secrets);
        this.paths = new SourcePaths(projectDirectory);
        this.failures = new FailureText(paths, logFiles, console.detailed());
        this.outcomes = new OutcomeLog(console, secrets, failures, threshold, recorder::attemptsBefore);
        this.progress = new RunProgress(console, nanoTime);
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof Planned plan) {
            plan(plan);
        } else if (event instanceof Judged judged) {
            judge(judged);
        } else if (event instanceof AssetSkipped one) {
            outcomes.skipped(new OpenRun(null, one.partition()).label(one.asset()), one.reason());
        } else if (event instanceof CheckSkipped one) {
            String asset = new OpenRun(null, one.partition()).label(one.asset());
            outcomes.skipped("  " + asset + ": " + one.check(), one.reason());
        } else if (event instanceof RunStarted one) {
            lastRun = one.runId();
            openRuns.put(one.runId(), new OpenRun(one.runId(), one.partition()));
            tellOfRetry(one);
            tell(console::debug, "run " + one.runId() + " of " + one.location() + " started");
        } else if (event instanceof StepStarted one) {
            open(one.runId()).begin(one.step());
        } else if (event instanceof StepRetried one) {
            String why = one.failure() == null ? "" : ": " + failures.oneLine(one.failure());
            warn(open(one.runId()).label(one.step()) + " failed and is tried again" + why);
        } else if (event instanceof StepSucceeded one) {
            stepEnded(one.runId(), one.step());
        } else if (event instanceof StepFailed one) {
            stepEnded(one.runId(), one.step());
        } else if (event instanceof StepSkipped one) {
            // What was under way is told when its run ends: only that says whether it failed or was cancelled.
            if (!open(one.runId()).isRunning(one.step())) {
                stepEnded(one.runId(), one.step());
            }
        } else if (event instanceof LogRecord one) {
            record(one);
        } else if (event instanceof Output one) {
            print(one);
        } else if (event instanceof RunEnded one) {
            runEnded(one.runId());
        }
        showProgress();
    }

    /**
     * The closing summary, after what was never told since the events stopped early; nothing when nothing was to be run, or
     * everything is up to date.
     *
     * @param results the results of this goal
     * @param reports the files or folders that hold them
     */
    public void close(RunResults results, List<Path> reports) {
        List.copyOf(openRuns.keySet()).forEach(this::runEnded);
        console.progress("");
        if (results.runs().isEmpty()
                && results.skippedChecks().isEmpty()
                && results.skipped().stream().allMatch(SkippedAsset::isUpToDate)) {
            return;
        }
        if (linesKept > 0) {
            tell(console::info, "What runs have logged and printed is in " + logFile(lastRun));
        }
        List<String> files =
                reports.stream().map(Path::toString).map(paths::shortest).toList();
        new ClosingSummary(console, threshold).lines(results, files).forEach(text -> tell(console::info, text));
    }

    /** Whether there are too many runs for what each of them has to say. */
    private boolean isBrief() {
        return !Wording.fitALineEach(plannedRuns);
    }

    private void judge(Judged judged) {
        JudgedText.lines(judged).forEach(text -> tell(console::info, text));
        if (judged.stale().isEmpty()) {
            upToDate.add(judged.location());
        }
    }

    private void plan(Planned plan) {
        if (plan.runs().isEmpty() && plan.skipped().isEmpty() && upToDate.contains(plan.location())) {
            return;
        }
        plannedRuns += plan.runs().size();
        plannedItems += plan.runs().stream()
                .mapToInt(run -> run.assets().size() + run.checks().size())
                .sum();
        outcomes.fit(plan, isBrief());
        // What was asked for, and is not done, must not go by unseen in a build that succeeds.
        boolean isAllLeftOut = plan.runs().isEmpty() && !plan.skipped().isEmpty();
        Consumer<String> level = isAllLeftOut ? console::warn : console::info;
        PlanHeader.lines(plan).forEach(text -> tell(level, console.strong(text)));
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

    /** A run that nobody has announced is one like any other. */
    private OpenRun open(String runId) {
        return openRuns.computeIfAbsent(runId, unknown -> new OpenRun(unknown, null));
    }

    private void stepEnded(String runId, String step) {
        OpenRun run = open(runId);
        run.end(step);
        StepItems items = recorder.step(runId, step);
        outcomes.ended(run, items.assets(), items.checks(), items.steps());
    }

    private void runEnded(String runId) {
        OpenRun run = open(runId);
        outcomes.ended(run, recorder.run(runId));
        openRuns.remove(runId);
        endedRuns++;
        if (run.hasFailed() && failedRuns++ < OutcomeLog.FAILURES_IN_FULL) {
            run.lastPrinted().forEach(text -> tell(console::error, "  " + console.dim("|") + " " + text));
        }
    }

    private void record(LogRecord one) {
        OpenRun run = openRuns.getOrDefault(one.runId(), new OpenRun(one.runId(), null));
        String text = one.step() == null ? one.message() : run.label(one.step()) + ": " + one.message();
        Consumer<String> level = level(one.level());
        for (String part : failures.record(one.runId(), text)) {
            tell(level, part);
        }
    }

    private Consumer<String> level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "debug" -> console::debug;
            case "warning" -> this::warn;
            case "error", "critical" -> console::error;
            default -> isBrief() ? this::keep : console::info;
        };
    }

    /** What a run says that goes well is for the log file when there are many. */
    private void keep(String text) {
        linesKept++;
        console.debug(text);
    }

    /** Warnings repeat themselves from partition to partition. */
    private void warn(String text) {
        warnings++;
        if (!isBrief() || warnings <= WARNINGS_TOLD) {
            tell(console::warn, text);
        } else if (warnings == WARNINGS_TOLD + 1) {
            tell(console::warn, "Further warnings are in " + logFile(lastRun));
        }
    }

    private void print(Output one) {
        OpenRun run = one.runId() != null
                ? openRuns.get(one.runId())
                : openRuns.size() == 1 ? openRuns.values().iterator().next() : null;
        if (isBrief() && !openRuns.isEmpty()) {
            linesKept++;
            if (run != null) {
                run.print(ControlCharacters.removedFrom(one.line()));
            }
        } else if (run != null && plannedRuns > 1 && !run.label("").isEmpty()) {
            printed.on(new Output(run.label("") + " " + one.line()));
        } else {
            printed.on(one);
        }
    }

    private String logFile(String runId) {
        return paths.shortest(logFiles.apply(runId).toString());
    }

    private void tell(Consumer<String> level, String text) {
        level.accept(secrets.mask(text));
    }

    private void showProgress() {
        if (isBrief()) {
            int waiting = recorder.waiting() + openRuns.size();
            int total = Math.max(plannedRuns, endedRuns + waiting);
            progress.show(total - waiting, total, failedRuns, running());
        } else if (console.interactive()) {
            List<String> running = running();
            String what = Listing.some(running, 3);
            int done = outcomes.done();
            console.progress(running.isEmpty() ? "" : "[" + done + "/" + Math.max(plannedItems, done) + "] " + what);
        }
    }

    private List<String> running() {
        return openRuns.values().stream().flatMap(run -> run.running().stream()).toList();
    }
}
