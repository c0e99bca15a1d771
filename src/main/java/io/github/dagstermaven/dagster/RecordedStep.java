package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.StepItems;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of a step: its plan, how far it came and what it reported. */
final class RecordedStep {
    /** How far a step came. */
    enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        SKIPPED
    }

    /**
     * What becomes of the things that a step did not get to: told by its own end, or by the run's.
     *
     * @param outcome {@link Outcome#FAILED}, {@link Outcome#SKIPPED} or {@link Outcome#CANCELED}
     */
    record UnreachedOutcome(Outcome outcome, Failure failure, String reason) {
        static UnreachedOutcome failed(Failure failure) {
            return new UnreachedOutcome(Outcome.FAILED, failure, null);
        }

        static UnreachedOutcome skipped(String reason) {
            return new UnreachedOutcome(Outcome.SKIPPED, null, reason);
        }

        static UnreachedOutcome canceled(String reason) {
            return new UnreachedOutcome(Outcome.CANCELED, null, reason);
        }
    }

    private record Made(Outcome outcome, String partition, Map<String, Object> metadata) {}

    private record CheckedPartition(CheckKey key, String partition) {}

    private final PlannedStep plan;
    private final Map<String, Map<String, Made>> made = new LinkedHashMap<>();
    private final Map<CheckedPartition, CheckEvaluated> evaluated = new LinkedHashMap<>();
    private State state = State.WAITING;
    private Instant startedAt;
    private double seconds;
    private Failure failure;
    private String reason;

    RecordedStep(PlannedStep plan) {
        this.plan = plan;
    }

    String key() {
        return plan.key();
    }

    /** What it makes, in words, as the bridge says it of a step that it has seen to its end. */
    String name() {
        if (!plan.assets().isEmpty()) {
            return (plan.assets().size() == 1 ? "asset " : "assets ") + String.join(", ", plan.assets());
        }
        return plan.checks().isEmpty()
                ? "step " + key()
                : "check " + plan.checks().get(0).name() + " of "
                        + plan.checks().get(0).asset();
    }

    /** The keys of the steps that it needs directly. */
    List<String> upstream() {
        return plan.upstream();
    }

    State state() {
        return state;
    }

    Failure failure() {
        return failure;
    }

    /** The reason that was given for skipping it; or null. */
    String reason() {
        return reason;
    }

    Set<String> madeAssets() {
        return made.keySet();
    }

    /** It starts, or starts again as its retry policy says. */
    void start(Instant at) {
        state = State.RUNNING;
        startedAt = at;
    }

    void succeed(double duration) {
        state = State.SUCCEEDED;
        seconds = duration;
    }

    void fail(double duration, Failure why) {
        state = State.FAILED;
        seconds = duration;
        failure = why;
    }

    /** A step that is under way when its run ends is reported as skipped too: it is the run's end that tells its fate. */
    void skip(String why) {
        if (state != State.RUNNING) {
            state = State.SKIPPED;
            reason = why;
        }
    }

    /** A retry makes things again: the last time counts, and a materialisation is more than an observation. */
    void make(Outcome outcome, String asset, String partition, Map<String, Object> metadata) {
        Map<String, Made> byPartition = made.computeIfAbsent(asset, key -> new LinkedHashMap<>());
        Made before = byPartition.get(partition);
        if (before == null || before.outcome() == Outcome.OBSERVED || outcome == Outcome.MATERIALIZED) {
            byPartition.put(partition, new Made(outcome, partition, metadata));
        }
    }

    void evaluate(CheckEvaluated event) {
        evaluated.put(new CheckedPartition(new CheckKey(event.asset(), event.check()), event.partition()), event);
    }

    /**
     * What became of everything this step was to make.
     *
     * @param unreached the fate of what it did not get to
     * @param partitions the partitions of the run, for what never said its own
     * @param madeElsewhere assets that another step of the run has made after all
     */
    StepItems items(UnreachedOutcome unreached, RunPartitions partitions, Set<String> madeElsewhere) {
        List<AssetResult> assets = new ArrayList<>();
        boolean failedAfterAll = failedAfterMakingEverything(partitions);
        for (String asset : union(plan.assets(), made.keySet())) {
            Map<String, Made> byPartition = made.getOrDefault(asset, Map.of());
            byPartition
                    .values()
                    .forEach(one -> assets.add(madeAsset(asset, one, partitions.share(seconds), failedAfterAll)));
            if (byPartition.isEmpty() && madeElsewhere.contains(asset)) {
                continue;
            }
            for (String partition : partitions.without(byPartition.keySet())) {
                assets.add(new AssetResult(
                        asset,
                        partition,
                        unreached.outcome(),
                        startedAt,
                        partitions.share(seconds),
                        Map.of(),
                        unreached.failure(),
                        unreached.reason(),
                        claimant()));
            }
        }
        List<CheckResult> checks = new ArrayList<>();
        evaluated.values().forEach(event -> checks.add(evaluatedCheck(event, partitions.label())));
        for (CheckKey check : plan.checks()) {
            if (evaluated.keySet().stream().noneMatch(done -> done.key().equals(check))) {
                checks.add(unevaluatedCheck(check, unreached, partitions.label()));
            }
        }
        boolean makesNothing =
                assets.isEmpty() && checks.isEmpty() && plan.assets().isEmpty();
        return new StepItems(assets, checks, makesNothing ? List.of(asStep(unreached)) : List.of());
    }

    private AssetResult madeAsset(String asset, Made one, double share, boolean failed) {
        return new AssetResult(
                asset,
                one.partition(),
                failed ? Outcome.FAILED : one.outcome(),
                startedAt,
                share,
                one.metadata(),
                failed ? failure : null,
                null,
                claimant());
    }

    /**
     * A step that fails although each of its assets was reported has nothing else to carry its failure; unless it failed
     * because a blocking check did, which says so itself.
     */
    private boolean failedAfterMakingEverything(RunPartitions partitions) {
        return state == State.FAILED
                && made.keySet().containsAll(plan.assets())
                && made.values().stream()
                        .allMatch(one -> partitions.without(one.keySet()).isEmpty())
                && failedBlockingChecks().isEmpty();
    }

    /** The checks that kept what is downstream of this step from being run. */
    List<String> failedBlockingChecks() {
        return evaluated.values().stream()
                .map(event -> evaluatedCheck(event, null))
                .filter(CheckResult::hasBlocked)
                .map(CheckResult::label)
                .toList();
    }

    private CheckResult evaluatedCheck(CheckEvaluated event, String runPartition) {
        return new CheckResult(
                event.asset(),
                event.check(),
                event.partition() == null ? runPartition : event.partition(),
                event.passed() ? Outcome.PASSED : Outcome.FAILED,
                event.severity(),
                event.blocking(),
                event.description(),
                startedAt,
                checkSeconds(),
                event.metadata(),
                null,
                null,
                claimant());
    }

    private CheckResult unevaluatedCheck(CheckKey check, UnreachedOutcome unreached, String runPartition) {
        boolean failed = unreached.outcome() == Outcome.FAILED;
        // Where the step makes an asset too, the asset carries the failure: one failure is counted once.
        boolean assetCarriesIt = failed && makesAssets();
        return new CheckResult(
                check.asset(),
                check.name(),
                runPartition,
                assetCarriesIt ? Outcome.SKIPPED : failed ? Outcome.ERRORED : unreached.outcome(),
                null,
                false,
                null,
                startedAt,
                checkSeconds(),
                Map.of(),
                assetCarriesIt ? null : unreached.failure(),
                assetCarriesIt ? "its step failed before it was evaluated" : unreached.reason(),
                claimant());
    }

    private StepResult asStep(UnreachedOutcome unreached) {
        if (state == State.SUCCEEDED) {
            return new StepResult(key(), Outcome.SUCCEEDED, startedAt, seconds, null, null);
        }
        return new StepResult(key(), unreached.outcome(), startedAt, seconds, unreached.failure(), unreached.reason());
    }

    /** The step's time is its assets'; only where it has none is it the check's. */
    private double checkSeconds() {
        return makesAssets() ? 0 : seconds;
    }

    /** The step's key, for what it is responsible for; null for what no step claims. */
    private String claimant() {
        return key().isEmpty() ? null : key();
    }

    private boolean makesAssets() {
        return !plan.assets().isEmpty() || !made.isEmpty();
    }

    private static Set<String> union(Collection<String> planned, Collection<String> reported) {
        Set<String> all = new LinkedHashSet<>(planned);
        all.addAll(reported);
        return all;
    }
}
