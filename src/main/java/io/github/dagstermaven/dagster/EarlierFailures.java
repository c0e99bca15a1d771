package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.RunResults.FlakyItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** How things failed in earlier attempts at a run: each method has a line for each attempt in which one did. */
public final class EarlierFailures {
    private final List<RunResult> attempts;
    private final CheckSeverityThreshold threshold;

    /**
     * The failures of attempts.
     *
     * @param attempts the attempts before the one that is looked at
     * @param threshold from which severity on a check that does not pass has failed
     */
    public EarlierFailures(List<RunResult> attempts, CheckSeverityThreshold threshold) {
        this.attempts = List.copyOf(attempts);
        this.threshold = threshold;
    }

    /** How an asset failed, in whichever of its partitions. */
    public List<String> of(AssetResult asset) {
        return each(run -> run.assets().stream()
                .filter(one -> one.key().equals(asset.key()) && one.outcome().isBad())
                .map(one -> headline(one.failure(), one.reason())));
    }

    /** How a check failed. */
    public List<String> of(CheckResult check) {
        return each(run -> run.checks().stream()
                .filter(one -> one.asset().equals(check.asset()) && one.name().equals(check.name()) && hasFailed(one))
                .map(one -> one.outcome() == Outcome.FAILED
                        ? headline(null, one.description())
                        : headline(one.failure(), one.reason())));
    }

    /** How a step failed. */
    public List<String> of(StepResult step) {
        return each(run -> run.steps().stream()
                .filter(one -> one.key().equals(step.key()) && one.outcome().isBad())
                .map(one -> headline(one.failure(), one.reason())));
    }

    /** What failed in some attempt at a run of results and did not in the last. */
    static List<FlakyItem> flaky(RunResults results, CheckSeverityThreshold threshold) {
        List<FlakyItem> items = new ArrayList<>();
        for (Attempts attempts : Attempts.of(results.runs())) {
            EarlierFailures before = new EarlierFailures(attempts.earlier(), threshold);
            RunResult settled = attempts.settled();
            settled.assets().stream()
                    .filter(asset -> isGood(asset.outcome()))
                    .forEach(asset -> add(items, settled, "asset", asset.label(), before.of(asset)));
            settled.checks().stream()
                    .filter(check -> check.outcome() != Outcome.SKIPPED && !before.hasFailed(check))
                    .forEach(check -> add(items, settled, "check", check.label(), before.of(check)));
            settled.steps().stream()
                    .filter(step -> isGood(step.outcome()))
                    .forEach(step -> add(items, settled, "step", step.key(), before.of(step)));
        }
        return items;
    }

    private static void add(List<FlakyItem> items, RunResult run, String kind, String name, List<String> failures) {
        if (!failures.isEmpty()) {
            items.add(new FlakyItem(run.location(), kind, name, failures.size(), failures.get(0)));
        }
    }

    private boolean hasFailed(CheckResult check) {
        return check.outcome() == Outcome.FAILED
                ? threshold.isReachedBy(check.severity())
                : check.outcome().isBad();
    }

    private static boolean isGood(Outcome outcome) {
        return !outcome.isBad() && outcome != Outcome.SKIPPED;
    }

    private static String headline(Failure failure, String otherwise) {
        if (failure != null) {
            return failure.headline();
        }
        return otherwise == null ? "it failed" : otherwise;
    }

    private List<String> each(Function<RunResult, Stream<String>> failures) {
        return attempts.stream().flatMap(run -> failures.apply(run).limit(1)).toList();
    }
}
