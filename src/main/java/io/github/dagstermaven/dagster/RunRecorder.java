package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.AssetObserved;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.Failure;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.PlanAbandoned;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunEvent.StepRetried;
import io.github.dagstermaven.dagster.RunEvent.StepSkipped;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.StepSucceeded;
import io.github.dagstermaven.dagster.RunEvent.Waiting;
import io.github.dagstermaven.dagster.RunResults.AssetResult;
import io.github.dagstermaven.dagster.RunResults.CheckResult;
import io.github.dagstermaven.dagster.RunResults.Outcome;
import io.github.dagstermaven.dagster.RunResults.RunResult;
import io.github.dagstermaven.dagster.RunResults.RunStatus;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.RunResults.StepItems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes the results of runs from their events alone, also when the events stop early: what was planned and never
 * heard of again is in the results too. Used by one thread at a time.
 */
public final class RunRecorder implements RunListener {
    private static final String NOT_STARTED = "its run was not started";

    private final List<WaitingRun> waiting = new ArrayList<>();
    private final Map<String, RecordedRun> runs = new LinkedHashMap<>();
    private final List<SkippedAsset> skipped = new ArrayList<>();
    private String location;

    /** A run that has not started; {@code abandoned}: why it never will, or null. */
    private record WaitingRun(String location, PlannedRun run, Failure abandoned) {
        boolean is(RunStarted started) {
            return Objects.equals(location, started.location())
                    && Objects.equals(run.job(), started.job())
                    && Objects.equals(run.partition(), started.partition());
        }

        boolean makesPartOf(RunStarted started) {
            boolean isOfOps = run.assets().isEmpty() && run.checks().isEmpty();
            return isOfOps
                    || started.steps().stream()
                            .anyMatch(step -> !Collections.disjoint(step.assets(), run.assets())
                                    || !Collections.disjoint(step.checks(), run.checks()));
        }

        WaitingRun of(PlannedRun narrowed) {
            return new WaitingRun(location, narrowed, abandoned);
        }

        WaitingRun abandoned(Failure why) {
            return abandoned == null ? new WaitingRun(location, run, why) : this;
        }
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof Planned planned) {
            location = planned.location();
            planned.runs().forEach(run -> waiting.add(new WaitingRun(location, run, null)));
            planned.skipped().forEach(one -> skip(one.asset(), one.partition(), one.reason(), List.of()));
        } else if (event instanceof AssetSkipped one) {
            takeOutOfPlans(one);
        } else if (event instanceof PlanAbandoned abandoned) {
            waiting.replaceAll(run -> run.abandoned(abandoned.failure()));
        } else if (event instanceof RunStarted started) {
            location = started.location();
            runs.put(started.runId(), new RecordedRun(started, takePlanOf(started)));
        } else if (event instanceof RunEnded ended) {
            run(ended.runId(), ended.time()).end(ended);
        } else if (event instanceof StepStarted one) {
            run(one.runId(), one.time()).step(one.step()).start();
        } else if (event instanceof StepSucceeded one) {
            run(one.runId(), one.time()).step(one.step()).succeed(one.seconds());
        } else if (event instanceof StepFailed one) {
            run(one.runId(), one.time()).step(one.step()).fail(one.seconds(), one.failure());
        } else if (event instanceof StepSkipped one) {
            run(one.runId(), 0).step(one.step()).skip(one.reason());
        } else if (event instanceof AssetMaterialized one) {
            run(one.runId(), one.time())
                    .step(one.step())
                    .make(Outcome.MATERIALIZED, one.asset(), one.partition(), one.metadata());
        } else if (event instanceof AssetObserved one) {
            run(one.runId(), one.time())
                    .step(one.step())
                    .make(Outcome.OBSERVED, one.asset(), one.partition(), one.metadata());
        } else if (event instanceof CheckEvaluated one) {
            run(one.runId(), one.time()).step(one.step()).evaluate(one);
        } else if (event instanceof LogRecord one && runs.containsKey(one.runId())) {
            run(one.runId(), one.time());
        } else if (!(event instanceof LogRecord
                || event instanceof StepRetried
                || event instanceof Output
                || event instanceof Waiting)) {
            throw new IllegalArgumentException("unknown run event: " + event);
        }
    }

    /** What a step that has ended came to. */
    public StepItems step(String runId, String step) {
        return run(runId, 0).items(step);
    }

    /** What a run has come to so far; one that has not ended counts as failed. */
    public RunResult run(String runId) {
        return run(runId, 0).result();
    }

    /**
     * What the runs have come to.
     *
     * @param buildId the build's id
     * @param dagsterVersion the version that carried them out; null when unknown
     */
    public RunResults results(String buildId, String dagsterVersion) {
        List<RunResult> results = new ArrayList<>();
        runs.values().forEach(run -> results.add(run.result()));
        waiting.forEach(run -> results.add(neverStarted(run)));
        return new RunResults(buildId, dagsterVersion, results, skipped, List.of());
    }

    private void skip(String asset, String partition, String reason, List<String> checks) {
        skipped.add(new SkippedAsset(location, asset, partition, reason, checks));
    }

    /** An asset that will not be run after all leaves the run it was planned for, and its checks go with it. */
    private void takeOutOfPlans(AssetSkipped event) {
        for (int index = 0; index < waiting.size(); index++) {
            PlannedRun run = waiting.get(index).run();
            if (!run.assets().contains(event.asset()) || !Objects.equals(run.partition(), event.partition())) {
                continue;
            }
            List<String> assets = new ArrayList<>(run.assets());
            assets.remove(event.asset());
            List<CheckKey> checks = new ArrayList<>(run.checks());
            checks.removeIf(check -> check.asset().equals(event.asset()));
            List<String> names = run.checks().stream()
                    .filter(check -> check.asset().equals(event.asset()))
                    .map(CheckKey::name)
                    .toList();
            if (assets.isEmpty()) {
                waiting.remove(index);
            } else {
                PlannedRun narrowed = new PlannedRun(run.job(), run.partition(), run.partitions(), assets, checks);
                waiting.set(index, waiting.get(index).of(narrowed));
            }
            partitionsOf(run).each().forEach(partition -> skip(event.asset(), partition, event.reason(), names));
            return;
        }
        skip(event.asset(), event.partition(), event.reason(), List.of());
    }

    private static RunPartitions partitionsOf(PlannedRun run) {
        return new RunPartitions(run.partition(), run.partitions());
    }

    private RecordedRun run(String runId, double time) {
        // A run that nobody announced must not get lost: it is recorded under what is known of it.
        RecordedRun run = runs.computeIfAbsent(
                runId, id -> new RecordedRun(new RunStarted(id, location, null, null, time, List.of()), null));
        run.heardAt(time);
        return run;
    }

    private PlannedRun takePlanOf(RunStarted started) {
        int fallback = -1;
        for (int index = 0; index < waiting.size(); index++) {
            WaitingRun candidate = waiting.get(index);
            if (candidate.is(started)) {
                // Of one partition there may be several runs, for different assets.
                if (candidate.makesPartOf(started)) {
                    return waiting.remove(index).run();
                }
                fallback = fallback < 0 ? index : fallback;
            }
        }
        return fallback < 0 ? null : waiting.remove(fallback).run();
    }

    private static RunResult neverStarted(WaitingRun waiting) {
        PlannedRun run = waiting.run();
        String reason =
                waiting.abandoned() == null ? NOT_STARTED : waiting.abandoned().message();
        return new RunResult(
                null,
                waiting.location(),
                run.job(),
                run.partition(),
                RunStatus.NOT_STARTED,
                null,
                0,
                waiting.abandoned(),
                run.assets().stream()
                        .flatMap(asset -> partitionsOf(run).each().stream()
                                .map(partition ->
                                        new AssetResult(asset, partition, Outcome.SKIPPED, 0, Map.of(), null, reason)))
                        .toList(),
                run.checks().stream()
                        .map(check -> neverEvaluated(check, run.partition(), reason))
                        .toList(),
                List.of());
    }

    private static CheckResult neverEvaluated(CheckKey check, String partition, String reason) {
        return new CheckResult(
                check.asset(), check.name(), partition, Outcome.SKIPPED, null, false, null, 0, Map.of(), null, reason);
    }
}
