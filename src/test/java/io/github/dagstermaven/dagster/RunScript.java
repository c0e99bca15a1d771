package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunEvent.StepSkipped;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.StepSucceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells the story of a run to a listener, as a bridge would, in short words. Every step is named after what it makes. */
public final class RunScript {
    public static final String LOCATION = "my_project";
    public static final String ASSET_JOB = "__ASSET_JOB";
    public static final double START = 1_767_225_600.0;

    private final RunListener listener;
    private final String runId;
    private final String job;
    private final String partition;
    private final List<PlannedStep> steps = new ArrayList<>();
    private double now = START;
    private String retryOf;
    private double after;

    public RunScript(RunListener listener, String runId, String job, String partition) {
        this.listener = listener;
        this.runId = runId;
        this.job = job;
        this.partition = partition;
    }

    public static RunScript adHoc(RunListener listener) {
        return new RunScript(listener, "run-1", ASSET_JOB, null);
    }

    public static CheckKey check(String asset, String name) {
        return new CheckKey(asset, name);
    }

    /** A step that makes one asset and evaluates checks of it. */
    public RunScript asset(String key, String... checks) {
        List<CheckKey> keys = new ArrayList<>();
        for (String name : checks) {
            keys.add(check(key, name));
        }
        return step(key, List.of(key), keys);
    }

    /** A run that tries another one again, that many seconds after the first began. */
    public RunScript retrying(String other, double seconds) {
        retryOf = other;
        after = seconds;
        now += seconds;
        return this;
    }

    public RunScript step(String key, List<String> assets, List<CheckKey> checks) {
        steps.add(new PlannedStep(key, List.of(), assets, checks));
        return this;
    }

    /** Says of the last step that it needs others. */
    public RunScript after(String... upstream) {
        PlannedStep last = steps.remove(steps.size() - 1);
        steps.add(new PlannedStep(last.key(), List.of(upstream), last.assets(), last.checks()));
        return this;
    }

    public PlannedRun plan() {
        return new PlannedRun(
                job,
                partition,
                steps.stream().flatMap(step -> step.assets().stream()).toList(),
                steps.stream().flatMap(step -> step.checks().stream()).toList());
    }

    /** The plan of this run alone, then its start. */
    public RunScript planAndStart() {
        return tell(new Planned(LOCATION, List.of(plan()), List.of())).start();
    }

    public RunScript start() {
        return tell(new RunStarted(
                runId,
                LOCATION,
                job,
                partition,
                partition == null ? List.of() : List.of(partition),
                retryOf,
                now,
                List.copyOf(steps)));
    }

    public RunScript tell(RunEvent event) {
        listener.on(event);
        return this;
    }

    public RunScript begin(String step) {
        return tell(new StepStarted(runId, step, now));
    }

    public RunScript made(String asset, Map<String, Object> metadata) {
        return tell(new AssetMaterialized(runId, asset, asset, partition, now, metadata));
    }

    public RunScript evaluated(String step, String asset, String check, boolean passed, String severity) {
        return evaluated(step, asset, check, passed, severity, false, null);
    }

    public RunScript evaluated(
            String step,
            String asset,
            String check,
            boolean passed,
            String severity,
            boolean blocking,
            String description) {
        return tell(new CheckEvaluated(
                runId, step, asset, check, partition, passed, severity, blocking, description, now, Map.of()));
    }

    public RunScript succeed(String step, double seconds) {
        now += seconds;
        return tell(new StepSucceeded(runId, step, now, seconds));
    }

    public RunScript fail(String step, double seconds, Failure failure) {
        now += seconds;
        return tell(new StepFailed(runId, step, now, seconds, failure));
    }

    public RunScript skip(String step, String reason) {
        return tell(new StepSkipped(runId, step, reason));
    }

    /** Begin, materialise, succeed. */
    public RunScript makes(String asset, double seconds) {
        return begin(asset).made(asset, Map.of()).succeed(asset, seconds);
    }

    public RunScript end(String status) {
        return end(status, null);
    }

    public RunScript end(String status, Failure failure) {
        return tell(new RunEnded(runId, status, now, now - START - after, failure));
    }

    public static Failure valueError(String message) {
        return new Failure(
                "ValueError",
                message,
                new SourceLocation("/home/ada/shop/my_project/assets.py", 12, "raise ValueError(message)"),
                "  File \"/home/ada/shop/my_project/assets.py\", line 12, in raw_orders\n    raise ValueError(message)");
    }
}
