package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepOutput;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.RunResults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The results that a page shows: what failed, and of the rest so much that a browser can still show it, the latest first.
 *
 * @param results the results, with less in their runs
 * @param omitted how many of runs, assets, checks and steps were left out
 * @param logs the log files of runs that were not good, by the run's id
 */
record PageResults(RunResults results, int omitted, Map<String, PageLog> logs) {
    private static final int MOST = 20_000;

    /** Characters of what steps have printed; a page shows that of a step that was not good. */
    private static final int MOST_PRINTED = 2_000_000;

    /** What of the results a page shows. */
    static PageResults of(RunResults all, Function<String, Optional<PageLog>> logOf) {
        return of(all, MOST, logOf);
    }

    static PageResults of(RunResults all, int most, Function<String, Optional<PageLog>> logOf) {
        Selection selection = new Selection(most);
        List<RunResult> kept = new ArrayList<>();
        for (int i = all.runs().size() - 1; i >= 0; i--) {
            selection.of(all.runs().get(i)).ifPresent(kept::add);
        }
        Collections.reverse(kept);
        RunResults results = new RunResults(
                all.buildId(),
                all.dagsterVersion(),
                kept,
                all.skipped(),
                all.skippedChecks(),
                all.failures(),
                all.errors(),
                all.skippedGoals(),
                all.flaky());
        Map<String, PageLog> logs = new TreeMap<>();
        for (RunResult run : kept) {
            if (run.status() != RunStatus.SUCCESS) {
                logOf.apply(run.runId()).ifPresent(log -> logs.put(run.runId(), log));
            }
        }
        return new PageResults(results, selection.omitted, logs);
    }

    private static final class Selection {
        private int left;
        private int omitted;
        private int printedLeft = MOST_PRINTED;

        Selection(int most) {
            left = most;
        }

        /** The run with what is kept of it; empty when it was good, and nothing of it is. */
        Optional<RunResult> of(RunResult run) {
            RunResult kept = new RunResult(
                    run.runId(),
                    run.location(),
                    run.job(),
                    run.partition(),
                    run.status(),
                    run.startedAt(),
                    run.seconds(),
                    run.failure(),
                    kept(run.assets(), AssetResult::outcome),
                    kept(run.checks(), CheckResult::outcome),
                    kept(run.steps(), StepResult::outcome),
                    run.retryOf(),
                    run.attempt(),
                    printed(run));
            if (left > 0
                    || run.status() != RunStatus.SUCCESS
                    || !(kept.assets().isEmpty()
                            && kept.checks().isEmpty()
                            && kept.steps().isEmpty())) {
                return Optional.of(kept);
            }
            omitted++;
            return Optional.empty();
        }

        /** What the steps that were not good have printed: the rest is in the log files, and would be most of the page. */
        private List<StepOutput> printed(RunResult run) {
            Set<String> bad = new HashSet<>();
            run.assets().stream().filter(one -> one.outcome().isBad()).forEach(one -> bad.add(one.step()));
            run.checks().stream().filter(one -> one.outcome().isBad()).forEach(one -> bad.add(one.step()));
            run.steps().stream().filter(one -> one.outcome().isBad()).forEach(one -> bad.add(one.key()));
            List<StepOutput> printed = new ArrayList<>();
            for (StepOutput output : run.output()) {
                if (bad.contains(output.step()) && output.text().length() <= printedLeft) {
                    printedLeft -= output.text().length();
                    printed.add(output);
                }
            }
            return printed;
        }

        private <T> List<T> kept(List<T> items, Function<T, Outcome> outcome) {
            List<T> kept = new ArrayList<>();
            for (T item : items) {
                if (left > 0 || outcome.apply(item).isBad()) {
                    kept.add(item);
                    left--;
                } else {
                    omitted++;
                }
            }
            return kept;
        }
    }
}
