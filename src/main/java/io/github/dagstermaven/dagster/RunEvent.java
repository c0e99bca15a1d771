package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;

/**
 * What happens while runs are carried out. The result of a build is computed from these alone. Times are seconds since
 * the epoch; durations are seconds.
 */
public sealed interface RunEvent {
    /**
     * The runs that a request will start, known before the first of them starts.
     *
     * @param location the code location
     * @param runs the runs in order
     * @param skipped what was selected and will not be run, with the reason
     * @param nothingLeft what it means that there are no runs, as {@code nothing is missing}, or what to do about it; or null
     */
    record Planned(String location, List<PlannedRun> runs, List<Skipped> skipped, String nothingLeft)
            implements RunEvent {
        /** A plan in which there is something to tell. */
        public Planned(String location, List<PlannedRun> runs, List<Skipped> skipped) {
            this(location, runs, skipped, null);
        }
    }

    /**
     * One run of a plan.
     *
     * @param job the job's name; for an ad hoc run of assets Dagster's hidden one
     * @param partition the partition key, or the range {@code start...end} of several; null when unpartitioned
     * @param partitions the partition keys, in order; none when unpartitioned
     * @param assets the assets it will materialise, in dependency order
     * @param checks the checks it will execute
     */
    record PlannedRun(
            String job, String partition, List<String> partitions, List<String> assets, List<CheckKey> checks) {
        /** A run of one partition, or unpartitioned. */
        public PlannedRun(String job, String partition, List<String> assets, List<CheckKey> checks) {
            this(job, partition, partition == null ? List.of() : List.of(partition), assets, checks);
        }
    }

    /**
     * Something that was selected and is not run.
     *
     * @param check the check of the asset; null for the asset itself
     * @param partition the partition key; null when unpartitioned or when there is none
     */
    record Skipped(String asset, String check, String partition, String reason) {
        /** An asset that was selected and is not run. */
        public Skipped(String asset, String partition, String reason) {
            this(asset, null, partition, reason);
        }

        /** Its name for people: {@code a/b[2024-01-01]}, and for a check {@code a/b[2024-01-01]: no_nulls}. */
        public String label() {
            String made = partition == null ? asset : asset + "[" + partition + "]";
            return check == null ? made : made + ": " + check;
        }
    }

    /**
     * What of a selection is stale and what is not, before the runs of the former are planned.
     *
     * @param location the code location
     * @param stale what is going to be materialised, in dependency order
     * @param upToDate what is left out
     */
    record Judged(String location, List<Stale> stale, List<UpToDate> upToDate) implements RunEvent {}

    /**
     * An asset, or a partition of it, that is missing or stale.
     *
     * @param partition the partition key; null when unpartitioned
     * @param reason why, as a statement about it
     */
    record Stale(String asset, String partition, String reason) {}

    /**
     * An asset, or a partition of it, that need not be materialised.
     *
     * @param partition the partition key; null when unpartitioned
     * @param checks the names of its checks, which are left out with it
     */
    record UpToDate(String asset, String partition, List<String> checks) {}

    /**
     * An asset of a later run of the plan will not be run after all, because something that it needs has failed, or the
     * request was cancelled.
     *
     * @param partition the partition of the run, as {@link PlannedRun#partition}; null when unpartitioned
     */
    record AssetSkipped(String asset, String partition, String reason) implements RunEvent {}

    /**
     * A check of a later run of the plan will not be run after all, because a blocking check that it waits for has not passed.
     *
     * @param partition the partition key; null when unpartitioned
     */
    record CheckSkipped(String asset, String check, String partition, String reason) implements RunEvent {}

    /**
     * What has not been started of the plans up to now will not be, because the request ends before its time.
     *
     * @param failure why, as a statement about a run
     */
    record PlanAbandoned(Failure failure) implements RunEvent {}

    /** An asset check's key. */
    record CheckKey(String asset, String name) {}

    /**
     * A run has been created and starts.
     *
     * @param runId Dagster's id
     * @param partition the partition key, or the range {@code start...end} of several; null when unpartitioned
     * @param partitions the partition keys, in order; none when unpartitioned
     * @param retryOf the id of the run that it re-executes, or the part of that which failed; null for a new one
     * @param steps its steps, in execution order
     */
    record RunStarted(
            String runId,
            String location,
            String job,
            String partition,
            List<String> partitions,
            String retryOf,
            double time,
            List<PlannedStep> steps)
            implements RunEvent {
        /** A run of one partition, or unpartitioned, that re-executes no other. */
        public RunStarted(
                String runId, String location, String job, String partition, double time, List<PlannedStep> steps) {
            this(
                    runId,
                    location,
                    job,
                    partition,
                    partition == null ? List.of() : List.of(partition),
                    null,
                    time,
                    steps);
        }
    }

    /**
     * A step of a run with what it is to produce.
     *
     * @param upstream the keys of the steps that it needs directly; {@code f[?]} stands for all that {@code f} is mapped to
     */
    record PlannedStep(String key, List<String> upstream, List<String> assets, List<CheckKey> checks) {}

    /** A step starts. */
    record StepStarted(String runId, String step, double time) implements RunEvent {}

    /** A step has ended well. */
    record StepSucceeded(String runId, String step, double time, double seconds) implements RunEvent {}

    /**
     * A step has failed for good.
     *
     * @param seconds how long it ran; 0 when unknown
     */
    record StepFailed(String runId, String step, double time, double seconds, Failure failure) implements RunEvent {}

    /** A step was not run because something upstream failed or was skipped. */
    record StepSkipped(String runId, String step, String reason) implements RunEvent {}

    /** A step failed and is tried again as its retry policy says. */
    record StepRetried(String runId, String step, Failure failure) implements RunEvent {}

    /** An asset was materialised. Metadata values are text, numbers, booleans, lists or maps. */
    record AssetMaterialized(
            String runId, String step, String asset, String partition, double time, Map<String, Object> metadata)
            implements RunEvent {}

    /** An asset was observed. */
    record AssetObserved(
            String runId, String step, String asset, String partition, double time, Map<String, Object> metadata)
            implements RunEvent {}

    /**
     * An asset check was evaluated.
     *
     * @param severity {@code ERROR} or {@code WARN}
     */
    record CheckEvaluated(
            String runId,
            String step,
            String asset,
            String check,
            String partition,
            boolean passed,
            String severity,
            boolean blocking,
            String description,
            double time,
            Map<String, Object> metadata)
            implements RunEvent {}

    /**
     * A log record of user code.
     *
     * @param step the step; null outside steps
     * @param level {@code debug}, {@code info}, {@code warning}, {@code error} or {@code critical}
     */
    record LogRecord(String runId, String step, String level, String message, double time) implements RunEvent {}

    /**
     * A line that user code, its native extensions or its child processes printed to standard output or standard error.
     *
     * @param runId the run that printed it; null when that is not known
     * @param step the step of the run that printed it; null when that is not known
     */
    record Output(String runId, String step, String line) implements RunEvent {
        /** A line that any step of a run may have printed. */
        public Output(String runId, String line) {
            this(runId, null, line);
        }

        /** A line that anything may have printed. */
        public Output(String line) {
            this(null, null, line);
        }
    }

    /** The request is still under way: comes about once a second, so that what shows the time can show it. */
    record Waiting() implements RunEvent {}

    /**
     * A run has ended.
     *
     * @param status {@code SUCCESS}, {@code FAILURE} or {@code CANCELED}
     * @param failure what ended it, when it is not (only) a failed step; or null
     */
    record RunEnded(String runId, String status, double time, double seconds, Failure failure) implements RunEvent {}
}
