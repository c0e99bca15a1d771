package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.PlannedRuns.TakenOut;
import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.AssetObserved;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunEvent.Judged;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.PlanAbandoned;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunEvent.StepRetried;
import io.github.dagstermaven.dagster.RunEvent.StepSkipped;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.StepSucceeded;
import io.github.dagstermaven.dagster.RunEvent.Waiting;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepItems;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.RunResults.SkippedCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Computes the results of runs from their events alone, also when the events stop early: what was planned and never
 * heard of again is in the results too. Used by one thread at a time.
 */
public final class RunRecorder implements RunListener {
    private static final String NOT_STARTED = "its run was not started";

    private final PlannedRuns planned = new PlannedRuns();
    private final Map<String, RecordedRun> runs = new LinkedHashMap<>();
    private final StepOutputs outputs = new StepOutputs();
    private final List<SkippedInPlace> skipped = new ArrayList<>();
    private final List<CheckSkippedInPlace> skippedChecks = new ArrayList<>();
    private String location;

    /** Something skipped, and the place in the plan of the run that it was to be part of. */
    private record SkippedInPlace(int place, SkippedAsset asset) {}

    /** The same of a check. */
    private record CheckSkippedInPlace(int place, SkippedCheck check) {}

    @Override
    public void on(RunEvent event) {
        if (event instanceof Planned plan) {
            location = plan.location();
            plan.runs().forEach(run -> planned.add(location, run));
            plan.skipped().forEach(this::skip);
        } else if (event instanceof Judged judged) {
            location = judged.location();
            judged.upToDate()
                    .forEach(one -> skip(-1, one.asset(), one.partition(), SkippedAsset.UP_TO_DATE, one.checks()));
        } else if (event instanceof AssetSkipped one) {
            TakenOut taken = planned.takeOut(one.asset(), one.partition());
            taken.partitions()
                    .forEach(partition -> skip(taken.place(), one.asset(), partition, one.reason(), taken.checks()));
        } else if (event instanceof CheckSkipped one) {
            int place = planned.takeOut(new CheckKey(one.asset(), one.check()), one.partition());
            skipCheck(place, new Skipped(one.asset(), one.check(), one.partition(), one.reason()));
        } else if (event instanceof PlanAbandoned abandoned) {
            planned.abandon(abandoned.failure());
        } else if (event instanceof RunStarted started) {
            location = started.location();
            runs.put(started.runId(), recorded(started));
        } else if (event instanceof RunEnded ended) {
            run(ended.runId(), ended.time()).end(ended);
            outputs.ended(ended.runId());
        } else if (event instanceof StepStarted one) {
            run(one.runId(), one.time()).step(one.step()).start(RecordedRun.instant(one.time()));
        } else if (event instanceof StepSucceeded one) {
            run(one.runId(), one.time()).step(one.step()).succeed(one.seconds());
            outputs.succeeded(one.runId(), one.step());
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
        } else if (event instanceof LogRecord one) {
            if (runs.containsKey(one.runId())) {
                run(one.runId(), one.time());
            }
            outputs.add(one.runId(), one.step(), one.level().toUpperCase(Locale.ROOT) + " " + one.message());
        } else if (event instanceof Output one) {
            outputs.add(one.runId(), one.step(), one.line());
        } else if (!(event instanceof StepRetried || event instanceof Waiting)) {
            throw new IllegalArgumentException("unknown run event: " + event);
        }
    }

    /** What a step that has ended came to. */
    public StepItems step(String runId, String step) {
        return run(runId, 0).items(step);
    }

    /** What the attempts at the same before a run have come to, the first one first; empty for a first attempt. */
    public List<RunResult> attemptsBefore(String runId) {
        List<RunResult> before = new ArrayList<>();
        RecordedRun run = run(runId, 0);
        while (run.attempt() > 1) {
            run = runs.get(run.retryOf());
            before.add(0, run.result());
        }
        return before;
    }

    /** What a run has come to so far; one that has not ended counts as failed. */
    public RunResult run(String runId) {
        return run(runId, 0).result();
    }

    /** How many of the planned runs have not started yet. */
    public int waiting() {
        return planned.count();
    }

    /**
     * What the runs have come to, those that have started before those that have not, each in the order of the plan: the same
     * whatever order they started and ended in.
     *
     * @param buildId the build's id
     * @param dagsterVersion the version that carried them out; null when unknown
     */
    public RunResults results(String buildId, String dagsterVersion) {
        List<RunResult> results = new ArrayList<>();
        runs.values().stream()
                .sorted(Comparator.comparingInt(RecordedRun::place))
                .map(RecordedRun::result)
                .forEach(run -> results.add(run.withOutput(outputs.of(run.runId()))));
        planned.waiting().forEach(run -> results.add(neverStarted(run)));
        List<SkippedAsset> left = skipped.stream()
                .sorted(Comparator.comparingInt(SkippedInPlace::place))
                .map(SkippedInPlace::asset)
                .toList();
        List<SkippedCheck> checksLeft = skippedChecks.stream()
                .sorted(Comparator.comparingInt(CheckSkippedInPlace::place))
                .map(CheckSkippedInPlace::check)
                .toList();
        return new RunResults(buildId, dagsterVersion, results, left, checksLeft);
    }

    private void skip(Skipped one) {
        if (one.check() == null) {
            skip(-1, one.asset(), one.partition(), one.reason(), List.of());
        } else {
            skipCheck(-1, one);
        }
    }

    private void skipCheck(int place, Skipped one) {
        skippedChecks.add(new CheckSkippedInPlace(
                place, new SkippedCheck(location, one.asset(), one.check(), one.partition(), one.reason())));
    }

    private void skip(int place, String asset, String partition, String reason, List<String> checks) {
        skipped.add(new SkippedInPlace(place, new SkippedAsset(location, asset, partition, reason, checks)));
    }

    /** What of these runs a run tries again has been planned with the first of them. */
    private RecordedRun recorded(RunStarted started) {
        RecordedRun before = runs.get(started.retryOf());
        return before == null ? new RecordedRun(started, planned.take(started)) : before.triedAgainBy(started);
    }

    private RecordedRun run(String runId, double time) {
        // A run that nobody announced must not get lost: it is recorded under what is known of it.
        RecordedRun run = runs.computeIfAbsent(
                runId, id -> new RecordedRun(new RunStarted(id, location, null, null, time, List.of()), null));
        run.heardAt(time);
        return run;
    }

    private static RunResult neverStarted(PlannedRuns.Waiting waiting) {
        PlannedRun run = waiting.run();
        List<String> partitions = new RunPartitions(run.partition(), run.partitions()).each();
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
                        .flatMap(asset -> partitions.stream()
                                .map(partition -> new AssetResult(
                                        asset, partition, Outcome.SKIPPED, null, 0, Map.of(), null, reason, null)))
                        .toList(),
                run.checks().stream()
                        .map(check -> neverEvaluated(check, run.partition(), reason))
                        .toList(),
                List.of(),
                null,
                1,
                List.of());
    }

    private static CheckResult neverEvaluated(CheckKey check, String partition, String reason) {
        return new CheckResult(
                check.asset(),
                check.name(),
                partition,
                Outcome.SKIPPED,
                null,
                false,
                null,
                null,
                0,
                Map.of(),
                null,
                reason,
                null);
    }
}
