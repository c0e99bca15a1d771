package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RecordedStep.State;
import io.github.dagstermaven.dagster.RecordedStep.UnreachedOutcome;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepItems;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of a run that has started. */
final class RecordedRun {
    /** Names the part of a plan that no step of the run claims; no step of Dagster can be called so. */
    private static final String UNCLAIMED = "";

    /** How the name of a step ends that stands for those it is mapped to. */
    private static final String MAPPED = "[?]";

    /** One for each run: what it kept from ending has failed for the same reason, not for one that reads the same. */
    private final Failure brokenOff =
            new Failure("RunInterrupted", "the run broke off: its process ended before it did", null, null);

    private final int place;
    private final int attempt;
    private final String retryOf;
    private final int planned;
    private RunStarted start;
    private Map<String, RecordedStep> steps = new LinkedHashMap<>();
    private double lastHeardOf;
    private RunEnded end;
    /** Of a run that has ended nothing else is kept: there may be thousands of them. */
    private RunResult ended;

    /** A run and what was planned for it; without a plan its steps alone say what it is to make. */
    RecordedRun(RunStarted start, PlannedRuns.Waiting plan) {
        this(start, plan == null ? null : plan.run(), plan == null ? Integer.MAX_VALUE : plan.place(), 1);
    }

    private RecordedRun(RunStarted start, PlannedRun planned, int place, int attempt) {
        this.place = place;
        this.start = start;
        this.attempt = attempt;
        this.retryOf = start.retryOf();
        this.lastHeardOf = start.time();
        start.steps().forEach(step -> steps.put(step.key(), new RecordedStep(step)));
        List<String> assets = new ArrayList<>(planned == null ? List.of() : planned.assets());
        List<CheckKey> checks = new ArrayList<>(planned == null ? List.of() : planned.checks());
        start.steps().forEach(step -> {
            assets.removeAll(step.assets());
            checks.removeAll(step.checks());
        });
        if (!assets.isEmpty() || !checks.isEmpty()) {
            steps.put(UNCLAIMED, new RecordedStep(new PlannedStep(UNCLAIMED, List.of(), assets, checks)));
        }
        this.planned = steps.size();
    }

    /** The step of that name; steps that were mapped dynamically are first heard of when they start. */
    RecordedStep step(String key) {
        String name = key == null ? UNCLAIMED : key;
        return steps.computeIfAbsent(
                name, unknown -> new RecordedStep(new PlannedStep(unknown, List.of(), List.of(), List.of())));
    }

    void heardAt(double time) {
        lastHeardOf = Math.max(lastHeardOf, time);
    }

    /** What comes later of this run does not count any more. */
    void end(RunEnded event) {
        if (ended == null) {
            end = event;
            ended = result();
            start = null;
            end = null;
            steps = new LinkedHashMap<>(0);
        }
    }

    /** Its place in the plan; after all others when it was not planned. */
    int place() {
        return place;
    }

    /** What a step that has ended came to. */
    StepItems items(String stepKey) {
        return items(step(stepKey));
    }

    RunResult result() {
        if (ended != null) {
            return ended;
        }
        List<AssetResult> assets = new ArrayList<>();
        List<CheckResult> checks = new ArrayList<>();
        List<StepResult> others = new ArrayList<>();
        for (RecordedStep step : inOrder()) {
            if (isPlaceholderOfMappedSteps(step)) {
                continue;
            }
            StepItems items = items(step);
            assets.addAll(items.assets());
            checks.addAll(items.checks());
            others.addAll(items.steps());
        }
        return new RunResult(
                start.runId(),
                start.location(),
                start.job(),
                start.partition(),
                status(),
                instant(start.time()),
                end == null ? lastHeardOf - start.time() : end.seconds(),
                failure(),
                assets,
                checks,
                others,
                retryOf,
                attempt,
                List.of());
    }

    /** Those that were planned in the order of the plan, then those that were mapped, which are heard of in any order. */
    private List<RecordedStep> inOrder() {
        List<RecordedStep> ordered = new ArrayList<>(steps.values());
        ordered.subList(planned, ordered.size()).sort(Comparator.comparing(RecordedStep::key));
        return ordered;
    }

    /** The run that it tries again; or null. */
    String retryOf() {
        return retryOf;
    }

    /** The run that tries this one again: what it makes was planned with the first of them. */
    RecordedRun triedAgainBy(RunStarted other) {
        return new RecordedRun(other, null, place, attempt + 1);
    }

    /** Which one it is of the attempts at the same; the first is 1. */
    int attempt() {
        return attempt;
    }

    /** The time of an event. */
    static Instant instant(double time) {
        return Instant.ofEpochMilli(Math.round(time * 1000));
    }

    private StepItems items(RecordedStep step) {
        // A step is asked for what it claims; only of the rest it takes all steps to know what was made.
        Set<String> madeElsewhere = !step.key().equals(UNCLAIMED)
                ? Set.of()
                : steps.values().stream()
                        .filter(other -> other != step)
                        .map(RecordedStep::madeAssets)
                        .flatMap(Collection::stream)
                        .collect(Collectors.toSet());
        RunPartitions partitions = new RunPartitions(start.partition(), start.partitions());
        return step.items(outcomeOfUnreached(step), partitions, madeElsewhere);
    }

    private RunStatus status() {
        if (end == null) {
            return RunStatus.FAILURE;
        }
        return switch (end.status()) {
            case "SUCCESS" -> RunStatus.SUCCESS;
            case "CANCELED" -> RunStatus.CANCELED;
            default -> RunStatus.FAILURE;
        };
    }

    private Failure failure() {
        return end == null ? brokenOff : end.failure();
    }

    private UnreachedOutcome outcomeOfUnreached(RecordedStep step) {
        return switch (step.state()) {
            case FAILED -> UnreachedOutcome.failed(step.failure());
            case SUCCEEDED -> UnreachedOutcome.skipped("its step ended well without it");
            case SKIPPED ->
                UnreachedOutcome.skipped(
                        step.reason() == null ? outcomeOfWaiting(step).reason() : step.reason());
            case RUNNING -> outcomeOfRunning();
            case WAITING -> outcomeOfWaiting(step);
        };
    }

    private UnreachedOutcome outcomeOfRunning() {
        return switch (status()) {
            case CANCELED -> UnreachedOutcome.canceled("the run was cancelled");
            case SUCCESS -> UnreachedOutcome.skipped("the run ended without it");
            case FAILURE, NOT_STARTED ->
                UnreachedOutcome.failed(
                        failure() == null
                                ? new Failure("RunFailure", "the run failed while it was under way", null, null)
                                : failure());
        };
    }

    private UnreachedOutcome outcomeOfWaiting(RecordedStep waiting) {
        List<String> blocking = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (RecordedStep step : upstreamOf(waiting)) {
            if (step.state() == State.FAILED) {
                blocking.addAll(step.failedBlockingChecks());
                if (step.failedBlockingChecks().isEmpty()) {
                    failed.add("its upstream " + step.name() + " failed");
                }
            }
        }
        List<String> reasons = new ArrayList<>();
        if (!blocking.isEmpty()) {
            reasons.add("the blocking check " + String.join(", ", blocking) + " failed");
        }
        if (!failed.isEmpty()) {
            reasons.add(failed.get(0));
        }
        return switch (status()) {
            case CANCELED -> UnreachedOutcome.skipped("the run was cancelled before it was reached");
            case SUCCESS -> UnreachedOutcome.skipped("the run ended without it");
            case FAILURE, NOT_STARTED ->
                UnreachedOutcome.skipped(reasons.isEmpty() ? reasonOfIndependent() : String.join("; ", reasons));
        };
    }

    private String reasonOfIndependent() {
        return failure() != null && failure().isCrash()
                ? "not run, because the Python process died"
                : "the run failed before it was reached";
    }

    /** The steps that a step needs, directly or through others. */
    private Collection<RecordedStep> upstreamOf(RecordedStep step) {
        Map<String, RecordedStep> found = new LinkedHashMap<>();
        Deque<String> pending = new ArrayDeque<>(step.upstream());
        while (!pending.isEmpty()) {
            for (RecordedStep needed : stepsCalled(pending.remove())) {
                if (found.put(needed.key(), needed) == null) {
                    pending.addAll(needed.upstream());
                }
            }
        }
        return found.values();
    }

    private Collection<RecordedStep> stepsCalled(String key) {
        if (!key.endsWith(MAPPED)) {
            return steps.containsKey(key) ? List.of(steps.get(key)) : List.of();
        }
        String prefix = key.substring(0, key.length() - "?]".length());
        return steps.values().stream()
                .filter(step -> step.key().startsWith(prefix))
                .toList();
    }

    /** Of a dynamic step {@code f} the plan holds {@code f[?]}; what ran are {@code f[a]}, {@code f[b]}. */
    private boolean isPlaceholderOfMappedSteps(RecordedStep step) {
        String key = step.key();
        return key.endsWith(MAPPED)
                && step.state() == State.WAITING
                && stepsCalled(key).stream().anyMatch(other -> other != step);
    }
}
