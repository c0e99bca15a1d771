package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.RunResults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The results that a page shows: what failed, and of the rest so much that a browser can still show it, the latest first.
 *
 * @param results the results, with less in their runs
 * @param omitted how many of runs, assets, checks and steps were left out
 */
record PageResults(RunResults results, int omitted) {
    private static final int MOST = 20_000;

    /** What of the results a page shows. */
    static PageResults of(RunResults all) {
        return of(all, MOST);
    }

    static PageResults of(RunResults all, int most) {
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
        return new PageResults(results, selection.omitted);
    }

    private static final class Selection {
        private int left;
        private int omitted;

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
                    // What was printed is in the JUnit reports and the log files: it would be most of the page.
                    List.of());
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
