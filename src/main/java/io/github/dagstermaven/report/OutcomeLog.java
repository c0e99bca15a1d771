package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.EarlierFailures;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.OutcomeLine.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The lines that tell how assets, checks and steps have ended: each once, with what made it fail. Brief where there would be
 * too many of them: then only what did not end well has a line.
 */
final class OutcomeLog {
    private static final String ROW_COUNT = "dagster/row_count";
    private static final int METADATA_SHOWN = 5;

    /** Of further failures there is a line each. */
    static final int FAILURES_IN_FULL = 50;

    private final Console console;
    private final Secrets secrets;
    private final FailureText failures;
    private final CheckSeverityThreshold threshold;
    private final Function<String, List<RunResult>> attemptsBefore;
    private final OutcomeLine line = new OutcomeLine();
    /** By identity: of two processes that died in the same way each is told. */
    private final Set<Failure> toldFailures = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean brief;
    private OpenRun runAbove;
    private AssetResult assetAbove;
    private int done;

    /** {@code attemptsBefore}: what earlier attempts at the same as a run, by its id, have come to. */
    OutcomeLog(
            Console console,
            Secrets secrets,
            FailureText failures,
            CheckSeverityThreshold threshold,
            Function<String, List<RunResult>> attemptsBefore) {
        this.attemptsBefore = attemptsBefore;
        this.console = console;
        this.secrets = secrets;
        this.failures = failures;
        this.threshold = threshold;
    }

    /** Makes room for the names of a plan; of what is brief few have a line, and those may be out of step. */
    void fit(Planned plan, boolean isBrief) {
        brief = isBrief;
        if (!brief) {
            line.fit(plan);
        }
    }

    /** How many assets and checks have ended. */
    int done() {
        return done;
    }

    /** An asset that is part of no run any more. */
    void skipped(String label, String reason) {
        done++;
        if (!brief) {
            tellLine(Level.INFO, label, "SKIPPED", console::warning, 0, reason);
        }
    }

    /** What a run has come to. */
    void ended(OpenRun run, RunResult result) {
        if (result.status() == RunStatus.FAILURE && result.failure() != null && toldFailures.add(result.failure())) {
            tell(console::error, console.failure(result.label() + " failed"));
            failures.lines(run.id(), result.failure()).forEach(text -> tell(console::error, "  " + text));
        }
        ended(run, result.assets(), result.checks(), result.steps());
        if (result.status() == RunStatus.CANCELED) {
            tell(console::error, console.failure(result.label() + " was cancelled"));
        }
        if (result.status() != RunStatus.SUCCESS) {
            run.fail();
        }
    }

    /** What a part of a run has come to; what has been told of it before is not told again. */
    void ended(OpenRun run, List<AssetResult> assets, List<CheckResult> checks, List<StepResult> steps) {
        Map<String, List<AssetResult>> byKey = new LinkedHashMap<>();
        for (AssetResult asset : assets) {
            if (run.tells("asset " + asset.label())) {
                byKey.computeIfAbsent(asset.key(), unknown -> new ArrayList<>()).add(asset);
            }
        }
        for (List<AssetResult> partitions : byKey.values()) {
            done++;
            boolean many = !Wording.fitALineEach(partitions.size());
            if (many) {
                tellMany(run, partitions);
            }
            for (AssetResult asset : partitions) {
                tell(run, asset, brief || many);
                checks.stream()
                        .filter(check -> isOf(check, asset) && run.tells("check " + check.label()))
                        .forEach(check -> tell(run, check, brief || many));
            }
        }
        checks.stream().filter(check -> run.tells("check " + check.label())).forEach(check -> tell(run, check, brief));
        for (StepResult step : steps) {
            if (run.tells("step " + step.key())
                    && (!brief
                            || step.outcome().isBad()
                            || !earlier(run).of(step).isEmpty())) {
                tellOutcome(
                        run,
                        run.label(step.key()),
                        step.outcome(),
                        step.seconds(),
                        step.reason(),
                        earlier(run).of(step));
                tellFailure(run, step.failure());
            }
        }
    }

    private static boolean isOf(CheckResult check, AssetResult asset) {
        return check.asset().equals(asset.key())
                && (check.partition() == null || Objects.equals(check.partition(), asset.partition()));
    }

    /** Of an asset that a single run makes in many partitions those that went well share a line. */
    private void tellMany(OpenRun run, List<AssetResult> partitions) {
        AssetResult first = partitions.get(0);
        long well = partitions.stream().filter(asset -> isMade(asset.outcome())).count();
        if (well > 0 && !brief) {
            tellLine(
                    Level.INFO,
                    run.label(first.key()),
                    "SUCCESS",
                    console::success,
                    partitions.stream().mapToDouble(AssetResult::seconds).sum(),
                    Math.toIntExact(well) == partitions.size()
                            ? well + " partitions"
                            : well + " of " + partitions.size() + " partitions");
        }
    }

    private static boolean isMade(Outcome outcome) {
        return outcome == Outcome.MATERIALIZED || outcome == Outcome.OBSERVED;
    }

    private void tell(OpenRun run, AssetResult asset, boolean onlyBad) {
        runAbove = run;
        assetAbove = asset;
        List<String> before = earlier(run).of(asset);
        if (onlyBad && !asset.outcome().isBad() && before.isEmpty()) {
            return;
        }
        Object rows = asset.metadata().get(ROW_COUNT);
        String remark = asset.reason() != null ? asset.reason() : rows == null ? null : rows(rows);
        if (toldFailures.size() >= FAILURES_IN_FULL && asset.failure() != null) {
            // The first ones have told how they look; of all others the log file has it all.
            tellOutcome(
                    run,
                    asset.label(),
                    asset.outcome(),
                    asset.seconds(),
                    asset.failure().headline(),
                    before);
            return;
        }
        tellOutcome(run, asset.label(), asset.outcome(), asset.seconds(), remark, before);
        tellFailure(run, asset.failure());
    }

    private static String rows(Object number) {
        String text = MetadataText.of(number);
        return text + (text.equals("1") ? " row" : " rows");
    }

    private void tell(OpenRun run, CheckResult check, boolean onlyBad) {
        done++;
        List<String> before = earlier(run).of(check);
        if (onlyBad && check.outcome() != Outcome.FAILED && !check.outcome().isBad() && before.isEmpty()) {
            return;
        }
        boolean below = !onlyBad
                && runAbove == run
                && (isOf(check, assetAbove) || check.asset().equals(assetAbove.key()) && run.isOf(check.partition()));
        String label = "  " + (below ? check.name() : check.label());
        boolean tolerated = check.outcome() == Outcome.FAILED && !threshold.isReachedBy(check.severity());
        if (tolerated) {
            tellLine(Level.WARN, label, "WARNING", console::warning, check.seconds(), null);
        } else {
            tellOutcome(run, label, check.outcome(), check.seconds(), check.reason(), before);
        }
        if (check.outcome() == Outcome.FAILED) {
            tellFailed(run, check, tolerated ? console::warn : console::error);
        }
        tellFailure(run, check.failure());
    }

    private void tellFailed(OpenRun run, CheckResult check, Consumer<String> level) {
        if (check.description() != null) {
            failures.message(run.id(), check.description()).forEach(text -> tell(level, "    " + text));
        }
        check.metadata().entrySet().stream()
                .limit(METADATA_SHOWN)
                .map(MetadataText::entry)
                .map(ControlCharacters::removedFrom)
                .forEach(text -> tell(level, "    " + text));
        failures.rest(run.id(), check.metadata().size() - METADATA_SHOWN).ifPresent(text -> tell(level, "    " + text));
        if (check.hasBlocked()) {
            tell(level, "    it is blocking: what is downstream of " + check.asset() + " is skipped");
        }
    }

    private EarlierFailures earlier(OpenRun run) {
        return new EarlierFailures(attemptsBefore.apply(run.id()), threshold);
    }

    /** A line for something that ended; {@code before}: how it failed in earlier attempts. */
    private void tellOutcome(
            OpenRun run, String label, Outcome outcome, double seconds, String remark, List<String> before) {
        if (outcome.isBad()) {
            run.fail();
        }
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

    private void tellFailure(OpenRun run, Failure failure) {
        // A step of several assets has one failure; so has a run that crashed.
        if (failure != null && toldFailures.add(failure)) {
            failures.lines(run.id(), failure).forEach(text -> tell(console::error, "  " + text));
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

    private void tell(Consumer<String> level, String text) {
        level.accept(secrets.mask(text));
    }
}
