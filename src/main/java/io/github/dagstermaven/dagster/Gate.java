package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Decides whether results fail the build. */
public final class Gate {
    private static final int NAMES_SHOWN = 5;

    private final CheckSeverityThreshold threshold;

    /** A gate that lets failing checks below a threshold pass. */
    public Gate(CheckSeverityThreshold threshold) {
        this.threshold = threshold;
    }

    /** Results with what of them fails the build, and what would have without being tried again. */
    public RunResults judged(RunResults results) {
        return results.withFailures(failures(results)).withFlaky(EarlierFailures.flaky(results, threshold));
    }

    /**
     * What fails the build, one line for each kind of failure; empty when nothing does.
     *
     * <p>Of what was tried again the last attempt counts. A run that did not end well always does, whatever the threshold: what it did not reach is missing.
     */
    public List<String> failures(RunResults results) {
        List<RunResult> runs = Attempts.settled(results.runs());
        List<String> lines = new ArrayList<>();
        List<AssetResult> assets =
                runs.stream().flatMap(run -> run.assets().stream()).toList();
        List<CheckResult> checks =
                runs.stream().flatMap(run -> run.checks().stream()).toList();
        List<StepResult> steps =
                runs.stream().flatMap(run -> run.steps().stream()).toList();

        List<AssetResult> failedAssets = assets.stream()
                .filter(asset -> asset.outcome() == Outcome.FAILED)
                .toList();
        addExplained(lines, "asset", "failed", failedAssets, AssetResult::label, AssetResult::failure);
        List<StepResult> failedSteps =
                steps.stream().filter(step -> step.outcome() == Outcome.FAILED).toList();
        addExplained(lines, "step", "failed", failedSteps, StepResult::key, StepResult::failure);
        List<CheckResult> erroredChecks = checks.stream()
                .filter(check -> check.outcome() == Outcome.ERRORED)
                .toList();
        addExplained(lines, "check", "could not be evaluated", erroredChecks, CheckResult::label, CheckResult::failure);
        add(lines, "check", "of severity ERROR failed", failing(checks, false), "");
        add(lines, "check", "of severity WARN failed", failing(checks, true), "");
        runs.stream().map(Gate::blocked).flatMap(List::stream).forEach(lines::add);

        List<RunResult> canceled = runs.stream()
                .filter(run -> run.status() == RunStatus.CANCELED && !isToldByAnItem(run))
                .toList();
        addExplained(lines, "run", "cancelled", canceled, RunResult::label, RunResult::failure);
        List<RunResult> unstarted = runs.stream()
                .filter(run -> run.status() == RunStatus.NOT_STARTED)
                .toList();
        addExplained(lines, "run", "not started", unstarted, RunResult::label, RunResult::failure);
        List<RunResult> unexplained = runs.stream()
                .filter(run -> run.status() == RunStatus.FAILURE && !isExplained(run))
                .toList();
        addExplained(lines, "run", "failed", unexplained, RunResult::label, RunResult::failure);
        return List.copyOf(lines);
    }

    /** Whether anything of a run fails the build. */
    public boolean fails(RunResult run) {
        return !failures(new RunResults("", null, List.of(run), List.of(), List.of()))
                .isEmpty();
    }

    private List<String> failing(List<CheckResult> checks, boolean warn) {
        return labels(
                checks,
                check -> check.outcome() == Outcome.FAILED
                        && "WARN".equalsIgnoreCase(check.severity()) == warn
                        && threshold.isReachedBy(check.severity()),
                CheckResult::label);
    }

    /** What a failing blocking check kept from being made, since that looks like a failure without a cause otherwise. */
    private static List<String> blocked(RunResult run) {
        List<String> blocking = failedBlockingChecks(run);
        if (blocking.isEmpty() || run.status() != RunStatus.FAILURE) {
            return List.of();
        }
        long skipped = run.assets().stream()
                .filter(asset -> asset.outcome() == Outcome.SKIPPED)
                .count();
        String consequence = skipped == 0
                ? "the run failed"
                : "the run stopped, " + Listing.count(Math.toIntExact(skipped), "asset") + " downstream skipped";
        return List.of("a blocking check failed, " + consequence + ": " + Listing.some(blocking, NAMES_SHOWN));
    }

    private static List<String> failedBlockingChecks(RunResult run) {
        return labels(run.checks(), CheckResult::hasBlocked, CheckResult::label);
    }

    private static boolean isExplained(RunResult run) {
        Stream<Outcome> outcomes = Stream.of(
                        run.assets().stream().map(AssetResult::outcome),
                        run.steps().stream().map(StepResult::outcome),
                        run.checks().stream().map(CheckResult::outcome).filter(outcome -> outcome == Outcome.ERRORED))
                .flatMap(stream -> stream);
        return outcomes.anyMatch(Outcome::isBad) || !failedBlockingChecks(run).isEmpty();
    }

    /** Whether something that the run was working on has failed for the very reason that the run ended for. */
    private static boolean isToldByAnItem(RunResult run) {
        return Stream.of(
                        run.assets().stream().map(AssetResult::failure),
                        run.steps().stream().map(StepResult::failure),
                        run.checks().stream().map(CheckResult::failure))
                .flatMap(stream -> stream)
                .anyMatch(failure -> failure != null && failure.isSameAs(run.failure()));
    }

    /** Failures are told with their reason where all have the same; else the build log tells the reasons. */
    private static <T> void addExplained(
            List<String> lines,
            String noun,
            String what,
            List<T> items,
            Function<T, String> label,
            Function<T, Failure> failure) {
        Failure why = items.isEmpty() ? null : failure.apply(items.get(0));
        boolean isCommon = why != null && items.stream().map(failure).allMatch(why::isSameAs);
        String reason = isCommon ? " (" + why.headline() + ")" : "";
        add(lines, noun, what, items.stream().map(label).toList(), reason);
    }

    private static <T> List<String> labels(List<T> items, Predicate<T> wanted, Function<T, String> label) {
        return items.stream().filter(wanted).map(label).toList();
    }

    private static void add(List<String> lines, String noun, String what, List<String> labels, String reason) {
        if (!labels.isEmpty()) {
            lines.add(Listing.count(labels.size(), noun) + " " + what + ": " + Listing.some(labels, NAMES_SHOWN)
                    + reason);
        }
    }
}
