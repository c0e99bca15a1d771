package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run came to.
 *
 * @param runId Dagster's id; null when it never started
 * @param location the code location
 * @param job the job's name; for an ad hoc run of assets Dagster's hidden one
 * @param partition the partition key, or the range {@code start...end} of several; null when unpartitioned
 * @param startedAt null when it never started
 * @param seconds how long it took
 * @param failure what ended it, when it is not (only) a failed step; or null
 * @param assets what became of each of its assets, by partition
 * @param checks what became of each of its checks
 * @param steps what became of each step that makes neither assets nor checks
 * @param retryOf the run that it re-executes, or the part of that which failed; null for a new one
 * @param attempt which one it is of the attempts at the same by one goal; from the second on it holds only what was
 *     tried again
 * @param output what user code printed and logged in its steps, in the order of what they make
 */
public record RunResult(
        String runId,
        String location,
        String job,
        String partition,
        RunStatus status,
        Instant startedAt,
        double seconds,
        Failure failure,
        List<AssetResult> assets,
        List<CheckResult> checks,
        List<StepResult> steps,
        String retryOf,
        int attempt,
        List<StepOutput> output) {

    public RunResult {
        assets = List.copyOf(assets);
        checks = List.copyOf(checks);
        steps = List.copyOf(steps);
        output = List.copyOf(output);
    }

    /** The same with what was printed and logged in it, in the order of what its steps make. */
    RunResult withOutput(List<StepOutput> found) {
        List<String> order = Stream.of(
                        assets.stream().map(AssetResult::step),
                        checks.stream().map(CheckResult::step),
                        steps.stream().map(StepResult::key))
                .flatMap(keys -> keys)
                .toList();
        List<StepOutput> said = found.stream()
                .sorted(Comparator.comparingInt((StepOutput one) -> order.indexOf(one.step()))
                        .thenComparing(StepOutput::step))
                .toList();
        return new RunResult(
                runId, location, job, partition, status, startedAt, seconds, failure, assets, checks, steps, retryOf,
                attempt, said);
    }

    /** Whether it is a run of assets that no job of the user names. */
    public boolean adHoc() {
        return ImplicitAssetJob.is(job);
    }

    /** Its name for people: {@code job daily_job[2024-01-01]}, {@code asset run of my_project}. */
    public String label() {
        return label(adHoc() ? "asset run of " + location : "job " + job, partition);
    }

    /** How a run ended. */
    public enum RunStatus {
        SUCCESS,
        FAILURE,
        CANCELED,
        /** It was planned, and the request ended before its turn. */
        NOT_STARTED
    }

    /** What became of an asset, a check or a step. */
    public enum Outcome {
        /** The asset was materialised. */
        MATERIALIZED,
        /** The asset was observed. */
        OBSERVED,
        /** The check passed. */
        PASSED,
        /** The step ended well. */
        SUCCEEDED,
        /** The step failed, or the check did not pass. */
        FAILED,
        /** The check could not be evaluated, since its step failed. */
        ERRORED,
        /** It was never reached; the reason says why. */
        SKIPPED,
        /** It was under way when the run was cancelled. */
        CANCELED;

        /** Whether it was reached and did not end well. */
        public boolean isBad() {
            return switch (this) {
                case FAILED, ERRORED, CANCELED -> true;
                case MATERIALIZED, OBSERVED, PASSED, SUCCEEDED, SKIPPED -> false;
            };
        }
    }

    /**
     * An asset, or one partition of it.
     *
     * @param partition the partition key; null when unpartitioned
     * @param startedAt when its step last started; null when it was not reached
     * @param seconds how long its step took, in equal parts for each partition of its run; 0 when it was not reached
     * @param metadata what the user's code reported about it
     * @param failure why it failed; or null
     * @param reason why it was skipped or cancelled; or null
     * @param step the key of the step that makes it; null when no step does
     */
    public record AssetResult(
            String key,
            String partition,
            Outcome outcome,
            Instant startedAt,
            double seconds,
            Map<String, Object> metadata,
            Failure failure,
            String reason,
            String step) {

        public AssetResult {
            metadata = ordered(metadata);
        }

        /** Its name for people: {@code a/b[2024-01-01]}. */
        public String label() {
            return RunResult.label(key, partition);
        }
    }

    /**
     * A check of an asset, or of a partition or range of it.
     *
     * @param partition the partition key, or the range of the run when the check tells no partition of it; or null
     * @param severity {@code ERROR} or {@code WARN}; null when it was not evaluated
     * @param blocking whether its failure stops what is downstream
     * @param description what the evaluation says; or null
     * @param startedAt when its step last started; null when it was not reached
     * @param seconds how long its step took; 0 when it is part of its asset's step
     * @param failure why it could not be evaluated; or null
     * @param reason why it was skipped or cancelled; or null
     * @param step the key of the step that evaluates it; null when no step does
     */
    public record CheckResult(
            String asset,
            String name,
            String partition,
            Outcome outcome,
            String severity,
            boolean blocking,
            String description,
            Instant startedAt,
            double seconds,
            Map<String, Object> metadata,
            Failure failure,
            String reason,
            String step) {

        public CheckResult {
            metadata = ordered(metadata);
        }

        /** Whether it has stopped what is downstream: Dagster lets a failure of severity WARN pass, also of a blocking check. */
        public boolean hasBlocked() {
            return blocking && outcome == Outcome.FAILED && !"WARN".equalsIgnoreCase(severity);
        }

        /** Its name for people: {@code a/b[2024-01-01]: no_nulls}. */
        public String label() {
            return RunResult.label(asset, partition) + ": " + name;
        }
    }

    /**
     * A step of an op job, or an inner step of an asset that is made by several.
     *
     * @param startedAt when it last started; null when it was not reached
     * @param failure why it failed; or null
     * @param reason why it was skipped or cancelled; or null
     */
    public record StepResult(
            String key, Outcome outcome, Instant startedAt, double seconds, Failure failure, String reason) {}

    /**
     * What user code printed and logged in a step: the last lines of it.
     *
     * @param step the step's key
     * @param text the last lines
     * @param omittedLines how many lines came before them; those are in the log file of the run
     */
    public record StepOutput(String step, String text, int omittedLines) {}

    /** What a step of a run came to. */
    public record StepItems(List<AssetResult> assets, List<CheckResult> checks, List<StepResult> steps) {}

    /** A name for people, with the partition in brackets. */
    static String label(String name, String partition) {
        return partition == null ? name : name + "[" + partition + "]";
    }

    /** Unlike {@link Map#copyOf} it keeps the user's order and takes null, which is a value of Dagster's metadata. */
    private static Map<String, Object> ordered(Map<String, Object> metadata) {
        return metadata == null || metadata.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
