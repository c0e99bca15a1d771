package io.github.dagstermaven.dagster;

import static io.github.dagstermaven.dagster.RunScript.check;
import static io.github.dagstermaven.dagster.RunScript.valueError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.AssetObserved;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.StepSucceeded;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.RunResults.SkippedCheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunRecorderTest {
    private final RunRecorder recorder = new RunRecorder();

    private RunResults results() {
        return recorder.results("build-1", "1.13.27");
    }

    private RunResult onlyRun() {
        assertThat(results().runs()).hasSize(1);
        return results().runs().get(0);
    }

    @Test
    void aRunThatEndsWellHasItsAssetsWithTimeAndMetadata() {
        RunScript.adHoc(recorder)
                .asset("raw_orders", "not_empty")
                .planAndStart()
                .begin("raw_orders")
                .made("raw_orders", Map.of("rows", 3))
                .evaluated("raw_orders", "raw_orders", "not_empty", true, "ERROR")
                .succeed("raw_orders", 0.5)
                .end("SUCCESS");

        RunResult run = onlyRun();
        assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(run.startedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(run.seconds()).isEqualTo(0.5);
        assertThat(run.assets())
                .containsExactly(new AssetResult(
                        "raw_orders",
                        null,
                        Outcome.MATERIALIZED,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        0.5,
                        Map.of("rows", 3),
                        null,
                        null,
                        "raw_orders"));
        assertThat(run.checks())
                .extracting(CheckResult::label, CheckResult::outcome, CheckResult::seconds)
                .containsExactly(tuple("raw_orders: not_empty", Outcome.PASSED, 0.0));
        assertThat(run.steps()).isEmpty();
    }

    @Test
    void whatWasReachedSaysWhenItsStepStarted() {
        RunScript.adHoc(recorder)
                .asset("raw_orders", "not_empty")
                .asset("clean_orders")
                .after("raw_orders")
                .asset("report")
                .after("clean_orders")
                .planAndStart()
                .makes("raw_orders", 2.5)
                .begin("clean_orders")
                .fail("clean_orders", 1, RunScript.valueError("no orders"))
                .skip("report", "its upstream asset clean_orders failed")
                .end("FAILURE");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::key, AssetResult::startedAt)
                .containsExactly(
                        tuple("raw_orders", Instant.parse("2026-01-01T00:00:00Z")),
                        tuple("clean_orders", Instant.parse("2026-01-01T00:00:02.500Z")),
                        tuple("report", null));
        assertThat(onlyRun().checks())
                .extracting(CheckResult::startedAt)
                .containsExactly(Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static final List<String> DAYS = List.of("2024-01-01", "2024-01-02", "2024-01-03");
    private static final String ALL_DAYS = "2024-01-01...2024-01-03";

    /** A run of three days: of an asset with a check. */
    private void startRunOfThreeDays() {
        CheckKey positive = check("revenue", "positive");
        recorder.on(new Planned(
                RunScript.LOCATION,
                List.of(new PlannedRun(RunScript.ASSET_JOB, ALL_DAYS, DAYS, List.of("revenue"), List.of(positive))),
                List.of()));
        recorder.on(new RunStarted(
                "run-1",
                RunScript.LOCATION,
                RunScript.ASSET_JOB,
                ALL_DAYS,
                DAYS,
                null,
                RunScript.START,
                List.of(new PlannedStep("revenue", List.of(), List.of("revenue"), List.of(positive)))));
        recorder.on(new StepStarted("run-1", "revenue", RunScript.START));
    }

    private void make(String day) {
        recorder.on(new AssetMaterialized("run-1", "revenue", "revenue", day, RunScript.START, Map.of()));
    }

    @Test
    void aRunOfSeveralPartitionsThatFailsBeforeItMakesAnyHasAResultForEachOfThem() {
        startRunOfThreeDays();
        Failure failure = new Failure("ValueError", "no such day", null, null);
        recorder.on(new StepFailed("run-1", "revenue", RunScript.START, 1.5, failure));
        recorder.on(new RunEnded("run-1", "FAILURE", RunScript.START, 1.5, null));

        assertThat(onlyRun().assets())
                .extracting(AssetResult::label, AssetResult::outcome)
                .containsExactly(
                        tuple("revenue[2024-01-01]", Outcome.FAILED),
                        tuple("revenue[2024-01-02]", Outcome.FAILED),
                        tuple("revenue[2024-01-03]", Outcome.FAILED));
    }

    @Test
    void aRunOfSeveralPartitionsHasAResultForEachOfThem() {
        startRunOfThreeDays();
        DAYS.forEach(this::make);
        recorder.on(new CheckEvaluated(
                "run-1",
                "revenue",
                "revenue",
                "positive",
                null,
                true,
                "ERROR",
                false,
                null,
                RunScript.START,
                Map.of()));
        recorder.on(new StepSucceeded("run-1", "revenue", RunScript.START, 1.5));
        recorder.on(new RunEnded("run-1", "SUCCESS", RunScript.START, 1.5, null));

        assertThat(onlyRun().assets())
                .extracting(AssetResult::label, AssetResult::outcome, AssetResult::seconds)
                .containsExactly(
                        tuple("revenue[2024-01-01]", Outcome.MATERIALIZED, 0.5),
                        tuple("revenue[2024-01-02]", Outcome.MATERIALIZED, 0.5),
                        tuple("revenue[2024-01-03]", Outcome.MATERIALIZED, 0.5));
        assertThat(onlyRun().checks())
                .extracting(CheckResult::label)
                .containsExactly("revenue[2024-01-01...2024-01-03]: positive");
    }

    @Test
    void whatARunOfSeveralPartitionsDidNotMakeFails() {
        startRunOfThreeDays();
        make("2024-01-02");
        recorder.on(new StepFailed("run-1", "revenue", RunScript.START, 0.3, valueError("boom")));
        recorder.on(new RunEnded("run-1", "FAILURE", RunScript.START, 0.3, null));

        assertThat(onlyRun().assets())
                .extracting(AssetResult::partition, AssetResult::outcome, AssetResult::failure)
                .containsExactly(
                        tuple("2024-01-02", Outcome.MATERIALIZED, null),
                        tuple("2024-01-01", Outcome.FAILED, valueError("boom")),
                        tuple("2024-01-03", Outcome.FAILED, valueError("boom")));
    }

    @Test
    void aRunOfSeveralPartitionsThatIsSkippedOrNeverStartedIsToldForEachOfThem() {
        PlannedRun revenue = new PlannedRun(RunScript.ASSET_JOB, ALL_DAYS, DAYS, List.of("revenue"), List.of());
        PlannedRun returns = new PlannedRun(RunScript.ASSET_JOB, ALL_DAYS, DAYS, List.of("returns"), List.of());
        recorder.on(new Planned(RunScript.LOCATION, List.of(revenue, returns), List.of()));
        recorder.on(new AssetSkipped("revenue", ALL_DAYS, "its upstream asset orders failed"));

        assertThat(results().skipped())
                .extracting(SkippedAsset::label)
                .containsExactly("revenue[2024-01-01]", "revenue[2024-01-02]", "revenue[2024-01-03]");
        assertThat(onlyRun().assets()).extracting(AssetResult::partition).isEqualTo(DAYS);
    }

    @Test
    void ofTwoRunsOfAPartitionTheOneThatStartsIsToldByWhatItMakes() {
        recorder.on(new Planned(
                RunScript.LOCATION,
                List.of(
                        new PlannedRun(RunScript.ASSET_JOB, "2024-01-01", List.of("orders"), List.of()),
                        new PlannedRun(RunScript.ASSET_JOB, "2024-01-01", List.of("returns"), List.of())),
                List.of()));
        new RunScript(recorder, "run-2", RunScript.ASSET_JOB, "2024-01-01")
                .asset("returns")
                .start()
                .end("SUCCESS");

        assertThat(results().runs())
                .extracting(RunResult::runId, run -> run.assets().get(0).key())
                .containsExactly(tuple("run-2", "returns"), tuple(null, "orders"));
    }

    @Test
    void whatIsDownstreamOfAFailureIsSkippedAndSaysWhatFailed() {
        RunScript.adHoc(recorder)
                .asset("raw_orders")
                .asset("orders")
                .after("raw_orders")
                .step("orders_check", List.of(), List.of(check("orders", "positive")))
                .after("orders")
                .planAndStart()
                .begin("raw_orders")
                .fail("raw_orders", 0.2, valueError("boom"))
                .end("FAILURE");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::key, AssetResult::outcome, AssetResult::failure, AssetResult::reason)
                .containsExactly(
                        tuple("raw_orders", Outcome.FAILED, valueError("boom"), null),
                        tuple("orders", Outcome.SKIPPED, null, "its upstream asset raw_orders failed"));
        assertThat(onlyRun().checks())
                .extracting(CheckResult::outcome, CheckResult::reason)
                .containsExactly(tuple(Outcome.SKIPPED, "its upstream asset raw_orders failed"));
    }

    @Test
    void theReasonGivenForASkippedStepIsKept() {
        RunScript.adHoc(recorder)
                .asset("a")
                .planAndStart()
                .skip("a", "its input was not made")
                .end("SUCCESS");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::outcome, AssetResult::reason)
                .containsExactly(tuple(Outcome.SKIPPED, "its input was not made"));
    }

    @Test
    void aCheckWhoseOwnStepFailedIsAnErrorAndNotPassed() {
        RunScript.adHoc(recorder)
                .step("orders_check", List.of(), List.of(check("orders", "positive")))
                .planAndStart()
                .begin("orders_check")
                .fail("orders_check", 0.1, valueError("no connection"))
                .end("FAILURE");

        assertThat(onlyRun().checks())
                .extracting(CheckResult::outcome, CheckResult::seconds, CheckResult::failure)
                .containsExactly(tuple(Outcome.ERRORED, 0.1, valueError("no connection")));
    }

    @Test
    void aFailedAssetCarriesTheFailureOfItsStepOnce() {
        RunScript.adHoc(recorder)
                .asset("orders", "positive")
                .planAndStart()
                .begin("orders")
                .fail("orders", 0.1, valueError("boom"))
                .end("FAILURE");

        assertThat(onlyRun().assets()).extracting(AssetResult::outcome).containsExactly(Outcome.FAILED);
        assertThat(onlyRun().checks())
                .extracting(CheckResult::outcome, CheckResult::failure, CheckResult::reason)
                .containsExactly(tuple(Outcome.SKIPPED, null, "its step failed before it was evaluated"));
    }

    @Test
    void aFailingBlockingCheckLeavesItsAssetMaterialised() {
        RunScript.adHoc(recorder)
                .asset("orders", "positive")
                .planAndStart()
                .begin("orders")
                .made("orders", Map.of())
                .evaluated("orders", "orders", "positive", false, "ERROR", true, "2 rows are negative")
                .fail("orders", 0.1, new Failure("DagsterAssetCheckFailedError", "1 check failed", null, null))
                .end("FAILURE");

        assertThat(onlyRun().assets()).extracting(AssetResult::outcome).containsExactly(Outcome.MATERIALIZED);
        assertThat(onlyRun().checks())
                .extracting(CheckResult::outcome, CheckResult::blocking, CheckResult::description)
                .containsExactly(tuple(Outcome.FAILED, true, "2 rows are negative"));
    }

    @Test
    void aStepThatFailsAfterReportingItsAssetFailsTheAsset() {
        RunScript.adHoc(recorder)
                .asset("orders")
                .planAndStart()
                .begin("orders")
                .made("orders", Map.of())
                .fail("orders", 0.1, valueError("while storing"))
                .end("FAILURE");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::outcome, AssetResult::failure)
                .containsExactly(tuple(Outcome.FAILED, valueError("while storing")));
    }

    @Test
    void aRunWithoutAnEndHasFailedAndSoHasWhatWasUnderWay() {
        RunScript.adHoc(recorder)
                .asset("a")
                .asset("b")
                .asset("c")
                .planAndStart()
                .makes("a", 0.5)
                .begin("b");

        RunResult run = onlyRun();
        assertThat(run.status()).isEqualTo(RunStatus.FAILURE);
        assertThat(run.seconds()).isEqualTo(0.5);
        assertThat(run.failure().message()).isEqualTo("the run broke off: its process ended before it did");
        assertThat(run.assets())
                .extracting(AssetResult::key, AssetResult::outcome, AssetResult::reason)
                .containsExactly(
                        tuple("a", Outcome.MATERIALIZED, null),
                        tuple("b", Outcome.FAILED, null),
                        tuple("c", Outcome.SKIPPED, "the run failed before it was reached"));
        assertThat(run.assets().get(1).failure()).isEqualTo(run.failure());
    }

    @Test
    void ofACancelledRunWhatWasUnderWayIsCancelledAndTheRestSkipped() {
        RunScript.adHoc(recorder)
                .asset("a", "ok")
                .asset("b")
                .planAndStart()
                .begin("a")
                .end("CANCELED");

        RunResult run = onlyRun();
        assertThat(run.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(run.assets())
                .extracting(AssetResult::outcome, AssetResult::reason)
                .containsExactly(
                        tuple(Outcome.CANCELED, "the run was cancelled"),
                        tuple(Outcome.SKIPPED, "the run was cancelled before it was reached"));
        assertThat(run.checks()).extracting(CheckResult::outcome).containsExactly(Outcome.CANCELED);
    }

    @Test
    void anAssetThatItsStepLeftOutIsSkippedNotMaterialised() {
        RunScript.adHoc(recorder)
                .step("both", List.of("left", "right"), List.of())
                .planAndStart()
                .begin("both")
                .tell(new AssetMaterialized("run-1", "both", "left", null, RunScript.START, Map.of()))
                .succeed("both", 1)
                .end("SUCCESS");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::key, AssetResult::outcome, AssetResult::reason)
                .containsExactly(
                        tuple("left", Outcome.MATERIALIZED, null),
                        tuple("right", Outcome.SKIPPED, "its step ended well without it"));
    }

    @Test
    void aRetryThatSucceedsIsASuccess() {
        RunScript.adHoc(recorder)
                .asset("a")
                .planAndStart()
                .begin("a")
                .tell(new RunEvent.StepRetried("run-1", "a", valueError("flaky")))
                .makes("a", 0.3)
                .end("SUCCESS");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::outcome, AssetResult::failure)
                .containsExactly(tuple(Outcome.MATERIALIZED, null));
    }

    @Test
    void aRunOverARangeHasAResultForEachPartition() {
        RunScript.adHoc(recorder)
                .asset("daily")
                .planAndStart()
                .begin("daily")
                .tell(new AssetMaterialized("run-1", "daily", "daily", "2024-01-01", RunScript.START, Map.of()))
                .tell(new AssetMaterialized("run-1", "daily", "daily", "2024-01-02", RunScript.START, Map.of()))
                .succeed("daily", 1)
                .end("SUCCESS");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::label)
                .containsExactly("daily[2024-01-01]", "daily[2024-01-02]");
    }

    @Test
    void observationDoesNotReplaceMaterialisation() {
        RunScript.adHoc(recorder)
                .asset("a")
                .step("b", List.of(), List.of())
                .planAndStart()
                .begin("a")
                .made("a", Map.of("rows", 1))
                .tell(new AssetObserved("run-1", "a", "a", null, RunScript.START, Map.of()))
                .tell(new AssetObserved("run-1", "b", "external", null, RunScript.START, Map.of("size", 9)))
                .succeed("a", 1)
                .succeed("b", 1)
                .end("SUCCESS");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::key, AssetResult::outcome, AssetResult::metadata)
                .containsExactly(
                        tuple("a", Outcome.MATERIALIZED, Map.of("rows", 1)),
                        tuple("external", Outcome.OBSERVED, Map.of("size", 9)));
    }

    @Test
    void stepsOfAnOpJobAreResultsAndPlaceholdersOfMappedOnesAreNot() {
        RunScript script = new RunScript(recorder, "run-1", "etl", null);
        script.step("list_files", List.of(), List.of())
                .step("load[?]", List.of(), List.of())
                .planAndStart()
                .begin("list_files")
                .succeed("list_files", 0.1)
                .begin("load[a]")
                .succeed("load[a]", 0.2)
                .begin("load[b]")
                .fail("load[b]", 0.3, valueError("boom"))
                .end("FAILURE");

        assertThat(onlyRun().steps())
                .extracting(StepResult::key, StepResult::outcome, StepResult::seconds)
                .containsExactly(
                        tuple("list_files", Outcome.SUCCEEDED, 0.1),
                        tuple("load[a]", Outcome.SUCCEEDED, 0.2),
                        tuple("load[b]", Outcome.FAILED, 0.3));
    }

    @Test
    void whatComesAfterMappedStepsIsDownstreamOfEachOfThem() {
        new RunScript(recorder, "run-1", "etl", null)
                .step("list_files", List.of(), List.of())
                .step("collect", List.of(), List.of())
                .after("load[?]", "list_files")
                .planAndStart()
                .makes("list_files", 0.1)
                .begin("load[a]")
                .fail("load[a]", 0.3, valueError("boom"))
                .end("FAILURE");

        assertThat(onlyRun().steps())
                .extracting(StepResult::key, StepResult::reason)
                .contains(tuple("collect", "its upstream step load[a] failed"));
    }

    @Test
    void aRunThatWasPlannedAndNeverStartedIsNotForgotten() {
        RunScript first = new RunScript(recorder, "run-1", RunScript.ASSET_JOB, "2024-01-01").asset("daily");
        PlannedRun second =
                new PlannedRun(RunScript.ASSET_JOB, "2024-01-02", List.of("daily"), List.of(check("daily", "ok")));
        first.tell(new Planned(RunScript.LOCATION, List.of(first.plan(), second), List.of()))
                .start()
                .makes("daily", 1)
                .end("SUCCESS");

        assertThat(results().runs())
                .extracting(RunResult::partition, RunResult::status)
                .containsExactly(tuple("2024-01-01", RunStatus.SUCCESS), tuple("2024-01-02", RunStatus.NOT_STARTED));
        assertThat(results().runs().get(1).assets())
                .extracting(AssetResult::label, AssetResult::outcome, AssetResult::reason)
                .containsExactly(tuple("daily[2024-01-02]", Outcome.SKIPPED, "its run was not started"));
        assertThat(results().runs().get(1).checks())
                .extracting(CheckResult::outcome)
                .containsExactly(Outcome.SKIPPED);
    }

    @Test
    void aPlannedAssetThatNoStepClaimsIsSkipped() {
        recorder.on(new Planned(
                RunScript.LOCATION,
                List.of(new PlannedRun(RunScript.ASSET_JOB, null, List.of("a", "b"), List.of())),
                List.of()));
        recorder.on(new RunStarted("run-1", RunScript.LOCATION, RunScript.ASSET_JOB, null, RunScript.START, List.of()));
        RunScript.adHoc(recorder).makes("a", 1).end("SUCCESS");

        assertThat(onlyRun().assets())
                .extracting(AssetResult::key, AssetResult::outcome)
                .containsExactlyInAnyOrder(tuple("a", Outcome.MATERIALIZED), tuple("b", Outcome.SKIPPED));
    }

    @Test
    void whatIsSkippedBeforeOrWhileRunsAreCarriedOutIsKeptWithItsReason() {
        recorder.on(new Planned(
                RunScript.LOCATION, List.of(), List.of(new Skipped("daily", null, "it has no partition yet"))));
        recorder.on(new AssetSkipped("weekly", "2024-W01", "its upstream daily was not made"));

        assertThat(results().skipped())
                .containsExactly(
                        new SkippedAsset(RunScript.LOCATION, "daily", null, "it has no partition yet", List.of()),
                        new SkippedAsset(
                                RunScript.LOCATION,
                                "weekly",
                                "2024-W01",
                                "its upstream daily was not made",
                                List.of()));
    }

    @Test
    void aCheckThatIsSkippedWithoutItsAssetLeavesItsPlannedRunAndIsKeptWithItsReason() {
        String blocked = "the blocking check gate of a failed";
        PlannedRun wider = new PlannedRun(
                RunScript.ASSET_JOB, null, List.of(), List.of(check("b", "blocked"), check("c", "free")));
        PlannedRun last = new PlannedRun(RunScript.ASSET_JOB, "p", List.of(), List.of(check("b", "blocked")));
        recorder.on(new Planned(
                RunScript.LOCATION, List.of(wider, last), List.of(new Skipped("a", "inside", null, "a makes it"))));
        recorder.on(new CheckSkipped("b", "blocked", null, blocked));
        recorder.on(new CheckSkipped("b", "blocked", "p", blocked));

        assertThat(results().skipped()).isEmpty();
        assertThat(results().skippedChecks())
                .containsExactly(
                        new SkippedCheck(RunScript.LOCATION, "a", "inside", null, "a makes it"),
                        new SkippedCheck(RunScript.LOCATION, "b", "blocked", null, blocked),
                        new SkippedCheck(RunScript.LOCATION, "b", "blocked", "p", blocked));
        assertThat(onlyRun().checks()).extracting(CheckResult::label).containsExactly("c: free");
    }

    @Test
    void anAssetThatWillNotBeRunAfterAllLeavesItsPlannedRun() {
        RunScript first = new RunScript(recorder, "run-1", RunScript.ASSET_JOB, null).asset("a");
        RunScript second = new RunScript(recorder, "run-2", RunScript.ASSET_JOB, "p").asset("b");
        PlannedRun wider = new PlannedRun(
                RunScript.ASSET_JOB, "p", List.of("b", "c"), List.of(check("c", "ok"), check("b", "ok")));
        PlannedRun last = new PlannedRun(RunScript.ASSET_JOB, "q", List.of("c"), List.of());
        first.tell(new Planned(RunScript.LOCATION, List.of(first.plan(), wider, last), List.of()))
                .start()
                .begin("a")
                .fail("a", 1, valueError("boom"))
                .end("FAILURE")
                .tell(new AssetSkipped("c", "p", "its upstream asset a failed"));
        second.start().makes("b", 1).end("SUCCESS").tell(new AssetSkipped("c", "q", "its upstream asset a failed"));

        assertThat(results().skipped())
                .containsExactly(
                        new SkippedAsset(RunScript.LOCATION, "c", "p", "its upstream asset a failed", List.of("ok")),
                        new SkippedAsset(RunScript.LOCATION, "c", "q", "its upstream asset a failed", List.of()));
        assertThat(results().runs())
                .extracting(RunResult::runId, RunResult::status)
                .containsExactly(tuple("run-1", RunStatus.FAILURE), tuple("run-2", RunStatus.SUCCESS));
        assertThat(results().runs().get(1).assets())
                .extracting(AssetResult::label, AssetResult::outcome)
                .containsExactly(tuple("b[p]", Outcome.MATERIALIZED));
    }

    @Test
    void aStepThatIsReportedAsSkippedWhileUnderWayIsCancelledWithItsRun() {
        RunScript.adHoc(recorder)
                .asset("a")
                .planAndStart()
                .begin("a")
                .skip("a", "the run was cancelled")
                .end("CANCELED");

        assertThat(onlyRun().assets()).extracting(AssetResult::outcome).containsExactly(Outcome.CANCELED);
    }

    @Test
    void theItemsOfAStepAreKnownAsSoonAsItEnds() {
        RunScript.adHoc(recorder).asset("a").asset("b").planAndStart().makes("a", 1);

        assertThat(recorder.step("run-1", "a").assets())
                .extracting(AssetResult::label, AssetResult::outcome)
                .containsExactly(tuple("a", Outcome.MATERIALIZED));
    }

    @Test
    void resultsAreInTheOrderOfThePlanWhateverRunsEndFirst() {
        List<RunScript> scripts = Stream.of("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04")
                .map(day -> new RunScript(recorder, "run-" + day, RunScript.ASSET_JOB, day).asset("a"))
                .toList();
        recorder.on(new Planned(
                RunScript.LOCATION, scripts.stream().map(RunScript::plan).toList(), List.of()));
        scripts.get(2).start();
        scripts.get(0).start().begin("a");
        scripts.get(2).makes("a", 1).end("SUCCESS");
        recorder.on(new AssetSkipped("a", "2024-01-04", "its upstream asset failed"));
        recorder.on(new AssetSkipped("a", "2024-01-02", "its upstream asset failed"));
        scripts.get(0).makes("a", 2).end("SUCCESS");

        RunResults results = results();
        assertThat(results.runs()).extracting(RunResult::partition).containsExactly("2024-01-01", "2024-01-03");
        assertThat(results.skipped()).extracting(SkippedAsset::partition).containsExactly("2024-01-02", "2024-01-04");
    }

    @Test
    void aRunThatStartsTakesThePlanOfWhatItMakes() {
        RunScript left = new RunScript(recorder, "run-1", RunScript.ASSET_JOB, "p").asset("left", "ok");
        RunScript right = new RunScript(recorder, "run-2", RunScript.ASSET_JOB, "p").asset("right");
        recorder.on(new Planned(RunScript.LOCATION, List.of(left.plan(), right.plan()), List.of()));
        right.start().makes("right", 1).end("SUCCESS");

        assertThat(recorder.waiting()).isEqualTo(1);
        assertThat(results().runs())
                .extracting(RunResult::status, run -> run.assets().get(0).key())
                .containsExactly(tuple(RunStatus.SUCCESS, "right"), tuple(RunStatus.NOT_STARTED, "left"));
    }

    @Test
    void whatIsToldOfARunAfterItsEndChangesNothing() {
        RunScript.adHoc(recorder)
                .asset("a")
                .planAndStart()
                .makes("a", 1)
                .end("SUCCESS")
                .begin("a")
                .fail("a", 1, RunScript.valueError("late"))
                .end("FAILURE");

        assertThat(results().runs()).extracting(RunResult::status).containsExactly(RunStatus.SUCCESS);
        assertThat(results().runs().get(0).assets())
                .extracting(AssetResult::outcome)
                .containsExactly(Outcome.MATERIALIZED);
    }
}
