package io.github.dagstermaven.dagster;

import static io.github.dagstermaven.dagster.RunScript.check;
import static io.github.dagstermaven.dagster.RunScript.valueError;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.PlanAbandoned;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {
    private final RunRecorder recorder = new RunRecorder();

    private List<String> failures(CheckSeverityThreshold threshold) {
        return new Gate(threshold).failures(recorder.results("build-1", null));
    }

    private List<String> failures() {
        return failures(CheckSeverityThreshold.ERROR);
    }

    private void runWithFailingCheck(String severity) {
        RunScript.adHoc(recorder)
                .asset("orders", "positive")
                .planAndStart()
                .begin("orders")
                .made("orders", Map.of())
                .evaluated("orders", "orders", "positive", false, severity)
                .succeed("orders", 1)
                .end("SUCCESS");
    }

    @Test
    void aRunThatEndsWellPasses() {
        RunScript.adHoc(recorder).asset("a").planAndStart().makes("a", 1).end("SUCCESS");

        assertThat(failures()).isEmpty();
    }

    @Test
    void ofWhatIsTriedAgainTheLastAttemptCounts() {
        RunScript.adHoc(recorder)
                .asset("a")
                .asset("b")
                .after("a")
                .planAndStart()
                .begin("a")
                .fail("a", 1, valueError("busy"))
                .skip("b", "its upstream asset a failed")
                .end("FAILURE");
        assertThat(failures()).containsExactly("1 asset failed: a (ValueError: busy)");

        new RunScript(recorder, "run-2", RunScript.ASSET_JOB, null)
                .retrying("run-1", 2)
                .asset("a")
                .asset("b")
                .start()
                .makes("a", 1)
                .begin("b")
                .fail("b", 1, valueError("bad"))
                .end("FAILURE");
        assertThat(failures()).containsExactly("1 asset failed: b (ValueError: bad)");

        new RunScript(recorder, "run-3", RunScript.ASSET_JOB, null)
                .retrying("run-2", 5)
                .asset("b")
                .start()
                .makes("b", 1)
                .end("SUCCESS");
        RunResults judged = new Gate(CheckSeverityThreshold.ERROR).judged(recorder.results("build-1", null));
        assertThat(judged.failures()).isEmpty();
        assertThat(judged.flaky()).extracting(item -> item.name()).containsExactly("a", "b");
    }

    @Test
    void ofARangeThatIsTriedAgainThePartitionsCount() {
        new RunScript(recorder, "run-1", RunScript.ASSET_JOB, "a...b")
                .asset("stock")
                .planAndStart()
                .begin("stock")
                .fail("stock", 1, valueError("busy"))
                .end("FAILURE");
        RunScript second = new RunScript(recorder, "run-2", RunScript.ASSET_JOB, "a...b")
                .retrying("run-1", 2)
                .asset("stock")
                .start()
                .begin("stock");
        for (String partition : List.of("a", "b")) {
            second.tell(new AssetMaterialized("run-2", "stock", "stock", partition, RunScript.START, Map.of()));
        }
        second.succeed("stock", 1).end("SUCCESS");

        assertThat(failures()).isEmpty();
    }

    @Test
    void whatIsSkippedWithAReasonAlonePasses() {
        recorder.on(new Planned(RunScript.LOCATION, List.of(), List.of(new Skipped("daily", null, "no partition"))));

        assertThat(failures()).isEmpty();
    }

    @Test
    void aFailingErrorCheckFailsTheBuildAlthoughTheRunEndedWell() {
        runWithFailingCheck("ERROR");

        assertThat(failures()).containsExactly("1 check of severity ERROR failed: orders: positive");
        assertThat(failures(CheckSeverityThreshold.WARN)).hasSize(1);
        assertThat(failures(CheckSeverityThreshold.NEVER)).isEmpty();
    }

    @Test
    void aFailingWarnCheckFailsTheBuildOnlyWhenAsked() {
        runWithFailingCheck("WARN");

        assertThat(failures()).isEmpty();
        assertThat(failures(CheckSeverityThreshold.WARN))
                .containsExactly("1 check of severity WARN failed: orders: positive");
        assertThat(failures(CheckSeverityThreshold.NEVER)).isEmpty();
    }

    @Test
    void aFailedStepFailsTheBuildWhateverTheThreshold() {
        RunScript.adHoc(recorder)
                .asset("a")
                .asset("b")
                .planAndStart()
                .begin("a")
                .fail("a", 1, valueError("boom"))
                .end("FAILURE");

        assertThat(failures(CheckSeverityThreshold.NEVER)).containsExactly("1 asset failed: a (ValueError: boom)");
    }

    @Test
    void aBlockingCheckIsToldWithWhatItStopped() {
        RunScript.adHoc(recorder)
                .asset("orders", "positive")
                .asset("metric")
                .after("orders")
                .asset("report")
                .after("metric")
                .planAndStart()
                .begin("orders")
                .made("orders", Map.of())
                .evaluated("orders", "orders", "positive", false, "ERROR", true, null)
                .fail("orders", 1, new Failure("DagsterAssetCheckFailedError", "1 check failed", null, null))
                .end("FAILURE");

        assertThat(failures())
                .containsExactly(
                        "1 check of severity ERROR failed: orders: positive",
                        "a blocking check failed, the run stopped, 2 assets downstream skipped: orders: positive");
        assertThat(failures(CheckSeverityThreshold.NEVER))
                .containsExactly(
                        "a blocking check failed, the run stopped, 2 assets downstream skipped: orders: positive");
    }

    @Test
    void aCheckThatCouldNotBeEvaluatedFailsTheBuild() {
        RunScript.adHoc(recorder)
                .step("orders_positive", List.of(), List.of(check("orders", "positive")))
                .planAndStart()
                .begin("orders_positive")
                .fail("orders_positive", 1, valueError("boom"))
                .end("FAILURE");

        assertThat(failures(CheckSeverityThreshold.NEVER))
                .containsExactly("1 check could not be evaluated: orders: positive (ValueError: boom)");
    }

    @Test
    void aRunThatFailedOutsideItsStepsIsToldWithItsReason() {
        RunScript.adHoc(recorder)
                .asset("a")
                .planAndStart()
                .end("FAILURE", new Failure("DagsterError", "no disk space\nleft", null, null));

        assertThat(failures()).containsExactly("1 run failed: asset run of my_project (DagsterError: no disk space)");
    }

    @Test
    void aLongReasonIsCut() {
        RunScript.adHoc(recorder)
                .asset("a")
                .planAndStart()
                .begin("a")
                .fail("a", 1, valueError("x".repeat(1_000_000)))
                .end("FAILURE");

        assertThat(failures()).containsExactly("1 asset failed: a (ValueError: " + "x".repeat(288) + "…)");
    }

    @Test
    void aCancelledRunFailsTheBuild() {
        new RunScript(recorder, "run-1", "daily_job", "2024-01-01")
                .asset("a")
                .planAndStart()
                .begin("a")
                .end("CANCELED");

        assertThat(failures()).containsExactly("1 run cancelled: job daily_job[2024-01-01]");
    }

    @Test
    void aFailureBeforeTheRunWasCancelledIsToldBesideTheCancellation() {
        new RunScript(recorder, "run-1", "daily_job", null)
                .asset("a")
                .asset("b")
                .planAndStart()
                .begin("a")
                .fail("a", 0.1, new Failure("ValueError", "bad", null, null))
                .begin("b")
                .end("CANCELED", new Failure("Interrupted", "the build was interrupted", null, null));

        assertThat(failures())
                .containsExactly(
                        "1 asset failed: a (ValueError: bad)",
                        "1 run cancelled: job daily_job (Interrupted: the build was interrupted)");
    }

    @Test
    void aRunThatNeverStartedFailsTheBuild() {
        RunScript script = new RunScript(recorder, "run-1", "daily_job", null).asset("a");
        script.tell(new Planned(RunScript.LOCATION, List.of(script.plan()), List.of()));

        assertThat(failures()).containsExactly("1 run not started: job daily_job");
    }

    @Test
    void manyFailuresAreCountedAndTheFirstOnesNamed() {
        RunScript script = new RunScript(recorder, "run-1", "etl", null);
        for (int number = 1; number <= 7; number++) {
            script.step("op" + number, List.of(), List.of());
        }
        script.planAndStart();
        for (int number = 1; number <= 7; number++) {
            script.begin("op" + number).fail("op" + number, 1, valueError("boom " + number));
        }
        script.end("FAILURE");

        assertThat(failures()).containsExactly("7 steps failed: op1, op2, op3, op4, op5, … and 2 more");
    }

    @Test
    void theReasonThatSeveralFailuresHaveInCommonIsToldWithThem() {
        Failure late = new Failure("Timeout", "timed out after 2 s", null, null);
        List<RunScript> scripts = List.of(
                new RunScript(recorder, "run-1", RunScript.ASSET_JOB, "a").asset("day"),
                new RunScript(recorder, "run-2", RunScript.ASSET_JOB, "b").asset("day"),
                new RunScript(recorder, "run-3", RunScript.ASSET_JOB, "c").asset("day"),
                new RunScript(recorder, "run-4", RunScript.ASSET_JOB, "d").asset("day"));
        scripts.get(0)
                .tell(new Planned(
                        RunScript.LOCATION,
                        scripts.stream().map(RunScript::plan).toList(),
                        List.of()));
        for (RunScript script : scripts.subList(0, 2)) {
            script.start().begin("day").fail("day", 1, late).end("CANCELED", late);
        }
        scripts.get(2).tell(new PlanAbandoned(new Failure("Timeout", "not started within 2 s", null, null)));

        assertThat(failures())
                .containsExactly(
                        "2 assets failed: day[a], day[b] (Timeout: timed out after 2 s)",
                        "2 runs not started: asset run of my_project[c], asset run of my_project[d]"
                                + " (Timeout: not started within 2 s)");
    }
}
