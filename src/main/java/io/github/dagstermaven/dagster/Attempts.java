package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.StepOutput;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A run, and the runs with which the same goal tried again what had failed in it.
 *
 * @param runs the attempts in order; there is at least one
 */
public record Attempts(List<RunResult> runs) {
    public Attempts {
        runs = List.copyOf(runs);
    }

    /** Runs in order, each with those that tried it again. */
    public static List<Attempts> of(List<RunResult> runs) {
        Map<String, List<RunResult>> byRun = new LinkedHashMap<>();
        List<List<RunResult>> groups = new ArrayList<>();
        for (RunResult run : runs) {
            List<RunResult> group = run.attempt() > 1 ? byRun.get(run.retryOf()) : null;
            if (group == null) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(run);
            if (run.runId() != null) {
                byRun.put(run.runId(), group);
            }
        }
        return groups.stream().map(Attempts::new).toList();
    }

    /** What the runs came to in the end, each with the attempts at it as one. */
    public static List<RunResult> settled(List<RunResult> runs) {
        return of(runs).stream().map(Attempts::settled).toList();
    }

    /** The last attempt. */
    public RunResult last() {
        return runs.get(runs.size() - 1);
    }

    /** The attempts before the last. */
    public List<RunResult> earlier() {
        return runs.subList(0, runs.size() - 1);
    }

    /** The last attempt, with what went well before and was not tried again. */
    public RunResult settled() {
        if (runs.size() == 1) {
            return runs.get(0);
        }
        RunResult last = last();
        return new RunResult(
                last.runId(),
                last.location(),
                last.job(),
                last.partition(),
                last.status(),
                runs.get(0).startedAt(),
                secondsToTheEndOf(last),
                last.failure(),
                latest(RunResult::assets, AssetResult::key, AssetResult::outcome),
                latest(RunResult::checks, check -> check.asset() + ": " + check.name(), CheckResult::outcome),
                latest(RunResult::steps, StepResult::key, StepResult::outcome),
                last.retryOf(),
                last.attempt(),
                latestOutput());
    }

    private List<StepOutput> latestOutput() {
        Map<String, StepOutput> latest = new LinkedHashMap<>();
        runs.forEach(run -> run.output().forEach(output -> latest.put(output.step(), output)));
        return List.copyOf(latest.values());
    }

    private double secondsToTheEndOf(RunResult last) {
        return Duration.between(runs.get(0).startedAt(), last.startedAt()).toMillis() / 1000.0 + last.seconds();
    }

    /** Of each thing what the latest attempt says that got to it: a range of partitions is tried again as one thing. */
    private <T> List<T> latest(
            Function<RunResult, List<T>> items, Function<T, String> name, Function<T, Outcome> outcome) {
        Map<String, List<T>> latest = new LinkedHashMap<>();
        for (RunResult run : runs) {
            Map<String, List<T>> ofRun = new LinkedHashMap<>();
            items.apply(run)
                    .forEach(item -> ofRun.computeIfAbsent(name.apply(item), unknown -> new ArrayList<>())
                            .add(item));
            ofRun.forEach((item, now) -> latest.merge(
                    item,
                    now,
                    (before, after) -> after.stream().map(outcome).allMatch(Outcome.SKIPPED::equals) ? before : after));
        }
        return latest.values().stream().flatMap(List::stream).toList();
    }
}
