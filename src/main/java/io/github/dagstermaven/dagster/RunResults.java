package io.github.dagstermaven.dagster;

import java.util.ArrayList;
import java.util.List;

/**
 * What the runs of a build came to: the content of {@code run-results.json}.
 *
 * @param buildId the build it belongs to, so that results of an earlier build are never taken for this one's
 * @param dagsterVersion the version that carried them out; null when unknown
 * @param runs the runs of each goal in the order of its plan, then those that were never started
 * @param skipped the assets that were selected and did not become, or did not stay, part of a run
 * @param skippedChecks the same of checks that were selected without their assets
 * @param failures what of it fails the build, as the {@link Gate} of the goal that ran has decided; one line each
 * @param errors what ended a goal before anything of a run could say so
 * @param skippedGoals the goals that were skipped because they are as good as done
 * @param flaky what failed and did not when it was tried again
 */
public record RunResults(
        String buildId,
        String dagsterVersion,
        List<RunResult> runs,
        List<SkippedAsset> skipped,
        List<SkippedCheck> skippedChecks,
        List<String> failures,
        List<GoalError> errors,
        List<SkippedGoal> skippedGoals,
        List<FlakyItem> flaky) {

    public RunResults {
        runs = List.copyOf(runs);
        skipped = List.copyOf(skipped);
        skippedChecks = List.copyOf(skippedChecks);
        failures = List.copyOf(failures);
        errors = List.copyOf(errors);
        skippedGoals = List.copyOf(skippedGoals);
        flaky = List.copyOf(flaky);
    }

    /** Results of runs alone. */
    public RunResults(
            String buildId,
            String dagsterVersion,
            List<RunResult> runs,
            List<SkippedAsset> skipped,
            List<SkippedCheck> skippedChecks) {
        this(buildId, dagsterVersion, runs, skipped, skippedChecks, List.of(), List.of(), List.of(), List.of());
    }

    /** The results of a goal that was skipped because it is as good as done. */
    public static RunResults ofSkippedGoal(String buildId, String goal, String reason) {
        return new RunResults(
                buildId,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new SkippedGoal(goal, reason)),
                List.of());
    }

    /** The results of a goal that an exception ended. */
    public static RunResults ofErrors(String buildId, String during, DagsterException exception) {
        return new RunResults(buildId, null, List.of(), List.of(), List.of()).withErrors(during, exception);
    }

    /**
     * Something that was selected and is part of no run.
     *
     * @param checks the names of its checks, which are skipped with it
     */
    public record SkippedAsset(String location, String asset, String partition, String reason, List<String> checks) {
        /** The reason of what need not be materialised again. */
        static final String UP_TO_DATE = "up to date";

        public SkippedAsset {
            checks = List.copyOf(checks);
        }

        /** Its name for people: {@code a/b[2024-01-01]}. */
        public String label() {
            return RunResult.label(asset, partition);
        }

        /** Whether it is as good as if it had been materialised. */
        public boolean isUpToDate() {
            return UP_TO_DATE.equals(reason);
        }
    }

    /**
     * A check that was selected and is part of no run.
     *
     * @param name the check's name
     */
    public record SkippedCheck(String location, String asset, String name, String partition, String reason) {

        /** Its name for people: {@code a/b[2024-01-01]: no_nulls}. */
        public String label() {
            return RunResult.label(asset, partition) + ": " + name;
        }
    }

    /**
     * Something that failed and did not when it was tried again.
     *
     * @param kind {@code asset}, {@code check} or {@code step}
     * @param name its name for people: {@code a/b[2024-01-01]}
     * @param failedAttempts how many times it failed
     * @param message why it failed first; or null
     */
    public record FlakyItem(String location, String kind, String name, int failedAttempts, String message) {}

    /**
     * A problem that is part of no run.
     *
     * @param during what it ended: the name of a goal, or {@code definitions} when those cannot be loaded
     */
    public record GoalError(String during, Problem problem) {}

    /** A goal that was skipped because it is as good as done, with the reason. */
    public record SkippedGoal(String goal, String reason) {}

    /** These results and then those of a later goal of the same build. */
    public RunResults append(RunResults later) {
        List<RunResult> allRuns = new ArrayList<>(runs);
        allRuns.addAll(later.runs);
        List<SkippedAsset> allSkipped = new ArrayList<>(skipped);
        allSkipped.addAll(later.skipped);
        List<SkippedCheck> allSkippedChecks = new ArrayList<>(skippedChecks);
        allSkippedChecks.addAll(later.skippedChecks);
        List<String> allFailures = new ArrayList<>(failures);
        allFailures.addAll(later.failures);
        List<GoalError> allErrors = new ArrayList<>(errors);
        allErrors.addAll(later.errors);
        List<SkippedGoal> allSkippedGoals = new ArrayList<>(skippedGoals);
        allSkippedGoals.addAll(later.skippedGoals);
        List<FlakyItem> allFlaky = new ArrayList<>(flaky);
        allFlaky.addAll(later.flaky);
        String version = later.dagsterVersion == null ? dagsterVersion : later.dagsterVersion;
        return new RunResults(
                buildId,
                version,
                allRuns,
                allSkipped,
                allSkippedChecks,
                allFailures,
                allErrors,
                allSkippedGoals,
                allFlaky);
    }

    /** The same with what of it fails the build. */
    public RunResults withFailures(List<String> decided) {
        return new RunResults(
                buildId, dagsterVersion, runs, skipped, skippedChecks, decided, errors, skippedGoals, flaky);
    }

    /** The same with what of it failed and did not when it was tried again. */
    public RunResults withFlaky(List<FlakyItem> found) {
        return new RunResults(
                buildId, dagsterVersion, runs, skipped, skippedChecks, failures, errors, skippedGoals, found);
    }

    /** The same with the problems that have ended a goal; each of them fails the build. */
    public RunResults withErrors(String during, DagsterException exception) {
        List<GoalError> allErrors = new ArrayList<>(errors);
        exception.problems().forEach(problem -> allErrors.add(new GoalError(during, problem)));
        List<String> allFailures = new ArrayList<>(failures);
        exception.problems().forEach(problem -> allFailures.add(problem.message()));
        return new RunResults(
                buildId, dagsterVersion, runs, skipped, skippedChecks, allFailures, allErrors, skippedGoals, flaky);
    }

    /** Whether there is nothing to be told. */
    public boolean isEmpty() {
        return runs.isEmpty()
                && skipped.isEmpty()
                && skippedChecks.isEmpty()
                && errors.isEmpty()
                && skippedGoals.isEmpty();
    }
}
