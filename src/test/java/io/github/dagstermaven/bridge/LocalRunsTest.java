package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.ExecuteJobRequest;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.ListAssetsRequest;
import io.github.dagstermaven.dagster.MaterializeRequest;
import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.RetryRunsRequest;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunOptions;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunSummary;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that start runs: whatever becomes of Python, the events tell how each run ended. */
@Timeout(60)
class LocalRunsTest {
    private static final RunOptions OPTIONS = new RunOptions(List.of(), null, Map.of(), "auto", 0);
    private static final String MATERIALIZE = "{'send': {'operation': 'assets.materialize'}}";
    private static final String PLANNED =
            event("planned", "'location': 'shop', 'runs': [{'job': '__ASSET_JOB', 'assets': ['raw'], 'checks': []}]");
    private static final String TWO_PLANNED =
            event("planned", "'location': 'shop', 'runs': [{'job': '__ASSET_JOB'}, {'job': 'b'}]");
    private static final String STARTED =
            event("run_started", "'run_id': 'r1', 'location': 'shop', 'job': '__ASSET_JOB', 'time': 1.5, 'steps': []");
    private static final String STEP = event("step_started", "'run_id': 'r1', 'step': 'raw_orders', 'time': 2.5");
    private static final String STEP_DONE =
            event("step_succeeded", "'run_id': 'r1', 'step': 'raw_orders', 'time': 3, 'seconds': 0.5");
    private static final String DONE =
            event("run_ended", "'run_id': 'r1', 'status': 'SUCCESS', 'time': 4, 'seconds': 1");
    private static final String RESULT = "{'receive': {'result': {'run_ids': ['r1']}}}";

    @TempDir
    Path folder;

    private FakePython python;
    private final List<RunEvent> events = new ArrayList<>();

    @BeforeEach
    void newPython() {
        python = new FakePython(folder);
    }

    @Test
    void theEventsOfARunReachTheListenerInOrder() throws Exception {
        python.plays("main", MATERIALIZE, PLANNED, STARTED, STEP, STEP_DONE, DONE, RESULT);
        assertThat(materialize(TimeLimit.none()).runIds()).containsExactly("r1");
        assertThat(events.stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly("Planned", "RunStarted", "StepStarted", "StepSucceeded", "RunEnded");
    }

    @Test
    void anExitInTheMiddleOfAStepFailsTheStepAndTheRunAndIsRecorded() throws Exception {
        python.plays("main", MATERIALIZE, PLANNED, STARTED, STEP, "{'stderr': 'last words'}", "{'exit': 3}");
        assertThat(materialize(TimeLimit.none()).runIds()).containsExactly("r1");
        StepFailed step = only(StepFailed.class);
        assertThat(step.step()).isEqualTo("raw_orders");
        assertThat(step.failure().type()).isEqualTo("Crash");
        assertThat(step.failure().message())
                .isEqualTo("Python ended with exit code 3 while step raw_orders was running");
        assertThat(step.failure().stack()).isEqualTo("last words");
        RunEnded run = only(RunEnded.class);
        assertThat(run.status()).isEqualTo("FAILURE");
        assertThat(run.failure()).isEqualTo(step.failure());
        assertThat(events.indexOf(step)).isLessThan(events.indexOf(run));
        assertThat(python.received())
                .anyMatch(line -> line.contains("runs.fail")
                        && line.contains("\"run_ids\":[\"r1\"]")
                        && line.contains("\"status\":\"FAILURE\""));
    }

    @Test
    void aSegfaultNamesTheUsersLineThatTheFaultHandlerPrinted() throws Exception {
        Path code = Files.writeString(folder.resolve("assets.py"), "import ctypes\n\n    ctypes.string_at(0)\n");
        python.plays(
                "main",
                MATERIALIZE,
                STARTED,
                STEP,
                "{'stderr': 'Fatal Python error: Segmentation fault'}",
                "{'stderr': 'Current thread 0x1 (most recent call first):'}",
                "{'stderr': '  File \\'/usr/lib/python3/ctypes/__init__.py\\', line 519 in string_at'}",
                "{'stderr': '  File \\'" + code + "\\', line 3 in raw_orders'}",
                "{'kill': 11}");
        materialize(TimeLimit.none());
        StepFailed step = only(StepFailed.class);
        assertThat(step.failure().message()).startsWith("Python ended with signal SIGSEGV");
        assertThat(step.failure().at().file()).isEqualTo(code.toString());
        assertThat(step.failure().at().line()).isEqualTo(3);
        assertThat(step.failure().at().source()).isEqualTo("ctypes.string_at(0)");
    }

    @Test
    void aSegfaultInAWorkerNamesTheUsersLineAndItsDumpIsForTheLogFile() throws Exception {
        Path code = Files.writeString(folder.resolve("assets.py"), "import ctypes\n\n    ctypes.string_at(0)\n");
        python.plays(
                "main",
                MATERIALIZE,
                STARTED,
                STEP,
                printed("before"),
                printed("Fatal Python error: Segmentation fault"),
                printed(""),
                printed("Current thread 0x1 (most recent call first):"),
                printed("  File \\'/usr/lib/python3/ctypes/__init__.py\\', line 519 in string_at"),
                printed("  File \\'" + code + "\\', line 3 in raw_orders"),
                printed("  File \\'" + code + "\\', line 1 in outer"),
                printed(""),
                printed("Extension modules: a, b (total: 2)"),
                event(
                        "run_ended",
                        "'run_id': 'r1', 'status': 'FAILURE', 'time': 4, 'seconds': 1, 'failure': {'type': 'Crash',"
                                + " 'message': 'its process was killed by signal 11 (SIGSEGV)'}"),
                RESULT);
        materialize(TimeLimit.none());
        StepFailed step = only(StepFailed.class);
        assertThat(step.failure().message()).isEqualTo("its process was killed by signal 11 (SIGSEGV)");
        assertThat(step.failure().at().file()).isEqualTo(code.toString());
        assertThat(step.failure().at().line()).isEqualTo(3);
        assertThat(step.failure().stack())
                .startsWith("Fatal Python error")
                .endsWith("Extension modules: a, b (total: 2)");
        assertThat(only(RunEnded.class).failure()).isEqualTo(step.failure());
        assertThat(only(RunEvent.Output.class).line()).isEqualTo("before");
        assertThat(Files.readString(python.logs().resolve("python-shop.log"))).contains("Fatal Python error");
    }

    private static String printed(String line) {
        return event("output", "'run_id': 'r1', 'line': '" + line + "'");
    }

    @Test
    void nonsenseInTheMiddleOfARunFailsTheRun() throws Exception {
        python.plays("main", MATERIALIZE, STARTED, STEP, "{'raw': 'oops'}", "{'hang': true}");
        materialize(TimeLimit.none());
        assertThat(only(RunEnded.class).failure().message())
                .contains("no message of the protocol")
                .contains("oops");
    }

    @Test
    void anInternalErrorInTheMiddleOfARunEndsTheRunAndIsThrown() throws Exception {
        python.plays(
                "main",
                MATERIALIZE,
                STARTED,
                STEP,
                "{'receive': {'error': {'fault': 'platform', 'problems': [{'kind': 'internal', 'message': 'bug'}]}}}");
        assertThat(catchThrowableOfType(PlatformException.class, () -> materialize(TimeLimit.none())))
                .hasMessage("bug");
        assertThat(only(RunEnded.class).status()).isEqualTo("FAILURE");
        assertThat(only(StepFailed.class).failure().message()).isEqualTo("bug");
    }

    @Test
    void aCrashBeforeARunIsThePlatformsFault() throws Exception {
        python.plays("main", MATERIALIZE, "{'exit': 3}");
        assertThat(catchThrowableOfType(PlatformException.class, () -> materialize(TimeLimit.none())))
                .hasMessage("Python ended with exit code 3 before a run was planned");
    }

    @Test
    void aCrashBetweenTwoRunsIsAnErrorAlthoughEveryStartedRunEndedWell() throws Exception {
        python.plays("main", MATERIALIZE, TWO_PLANNED, STARTED, DONE, "{'exit': 3}");
        assertThat(catchThrowableOfType(PlatformException.class, () -> materialize(TimeLimit.none())))
                .hasMessage("Python ended with exit code 3 between two runs");
    }

    @Test
    void aTimeoutCancelsTheRunInOrderAndTheEventsSayWhy() throws Exception {
        python.plays(
                "main",
                MATERIALIZE,
                PLANNED,
                STARTED,
                STEP,
                "{'send': {'cancel': '*'}}",
                event(
                        "step_failed",
                        "'run_id': 'r1', 'step': 'raw_orders', 'time': 3, 'seconds': 1,"
                                + " 'failure': {'type': 'DagsterExecutionInterruptedError', 'message': ''}"),
                event("run_ended", "'run_id': 'r1', 'status': 'CANCELED', 'time': 3, 'seconds': 1"),
                RESULT);
        materialize(Duration.ofSeconds(2));
        String why = "timed out after 2 s (<timeout> or -Ddagster.timeout) while step raw_orders was running";
        assertThat(only(StepFailed.class).failure().type()).isEqualTo("Timeout");
        assertThat(only(StepFailed.class).failure().message()).isEqualTo(why);
        assertThat(only(RunEnded.class).status()).isEqualTo("CANCELED");
        assertThat(only(RunEnded.class).failure().message()).isEqualTo(why);
        assertThat(python.received()).noneMatch(line -> line.contains("runs.fail"));
    }

    @Test
    void theTimeThatAnEarlierRequestTookIsNotGrantedAgain() throws Exception {
        String cancelled = "{'fault': 'platform', 'problems': [{'kind': 'cancelled', 'message': 'was cancelled'}]}";
        python.plays("main", MATERIALIZE, "{'send': {'cancel': '*'}}", "{'receive': {'error': " + cancelled + "}}");
        TimeLimit limit = TimeLimit.of(Duration.ofMillis(300));
        while (!limit.left().isZero()) {
            Thread.onSpinWait();
        }
        assertThat(catchThrowableOfType(PlatformException.class, () -> materialize(limit)))
                .hasMessage("Timed out after 300 ms before a run was planned");
    }

    @Test
    void aTimeoutIsOneFailure() throws Exception {
        python.plays("main", MATERIALIZE, PLANNED, STARTED, STEP, "{'hang': true}");
        materialize(Duration.ofSeconds(2));
        assertThat(new Gate(CheckSeverityThreshold.ERROR).failures(results()))
                .containsExactly("1 step failed: raw_orders (Timeout: timed out after 2 s"
                        + " (<timeout> or -Ddagster.timeout) while step raw_orders was running)");
    }

    @Test
    void aCrashTellsOfTheRunsThatItKeptFromStarting() throws Exception {
        python.plays("main", MATERIALIZE, TWO_PLANNED, STARTED, STEP, "{'exit': 3}")
                .plays("shop", MATERIALIZE, "{'exit': 4}");
        materialize(Duration.ofSeconds(30));
        assertThat(results().runs().get(1).failure().message())
                .isEqualTo("not started, because Python ended with exit code 4 between two runs");
    }

    @Test
    void aNewProcessCarriesOnAfterACrashWithWhatWasPlannedAndBegun() throws Exception {
        String second = event("run_started", "'run_id': 'r2', 'location': 'shop', 'job': 'b', 'time': 5, 'steps': []");
        String skipped = event("asset_skipped", "'asset': 'a', 'partition': null, 'reason': 'upstream'");
        python.plays("main", MATERIALIZE, TWO_PLANNED, skipped, STARTED, STEP, "{'exit': 3}")
                .plays(
                        "shop",
                        "{'send': {'parameters': {'options': {'carry_on': {'run_ids': ['r1']}}}}}",
                        TWO_PLANNED,
                        skipped,
                        second,
                        event("run_ended", "'run_id': 'r2', 'status': 'SUCCESS', 'time': 6, 'seconds': 1"),
                        "{'receive': {'result': {'run_ids': ['r1', 'r2']}}}");
        assertThat(materialize(TimeLimit.none()).runIds()).containsExactly("r1", "r2");
        assertThat(events.stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly(
                        "Planned",
                        "AssetSkipped",
                        "RunStarted",
                        "StepStarted",
                        "StepFailed",
                        "RunEnded",
                        "Output",
                        "RunStarted",
                        "RunEnded");
        assertThat(only(RunEvent.Output.class).line()).isEqualTo("A new process carries on with 1 run");
        String again = python.received().stream()
                .filter(line -> line.contains("carry_on"))
                .findFirst()
                .orElseThrow();
        assertThat(again).contains("\"planned\":[{\"job\":\"__ASSET_JOB\"").contains("{\"job\":\"b\"");
    }

    @Test
    void whatCannotBeCarriedOnBecauseThereIsNoDagsterAnyMoreIsToldAsNotStarted() throws Exception {
        python.plays("main", MATERIALIZE, TWO_PLANNED, STARTED, STEP, "{'exit': 3}")
                .plays("shop", "{'at_open': true}", "{'exit': 4}");
        assertThat(catchThrowableOfType(PlatformException.class, () -> materialize(TimeLimit.none())))
                .hasMessageContaining("exit code 4 while the definitions were loaded");
        assertThat(results().runs().get(1).failure().message())
                .startsWith("not started, because Python could not carry on: Python ended with exit code 4");
    }

    @Test
    void runsThatAreRetriedAreLeftToTheNextRetry() throws Exception {
        python.plays("main", "{'send': {'operation': 'runs.retry'}}", TWO_PLANNED, STARTED, STEP, "{'exit': 3}");
        try (LocalDagster dagster = python.open()) {
            dagster.call(new RetryRunsRequest(List.of(), null, null, null, OPTIONS), events::add, TimeLimit.none());
        }
        assertThat(results().runs().get(1).failure().message())
                .isEqualTo("not started, because Python ended with exit code 3 while step raw_orders was running");
    }

    @Test
    void aSingleRunThatMayBeTriedAgainIsTriedAgainByANewProcess() throws Exception {
        String again = event(
                "run_started",
                "'run_id': 'r2', 'location': 'shop', 'job': '__ASSET_JOB', 'retry_of': 'r1', 'time': 5, 'steps': []");
        python.plays("main", MATERIALIZE, PLANNED, STARTED, STEP, "{'exit': 3}")
                .plays(
                        "shop",
                        MATERIALIZE,
                        again,
                        event("run_ended", "'run_id': 'r2', 'status': 'SUCCESS', 'time': 6, 'seconds': 1"),
                        "{'receive': {'result': {'run_ids': ['r1', 'r2']}}}");
        RunOptions tryingAgain = OPTIONS.with(new RunOptions.Reruns(1, CheckSeverityThreshold.ERROR));
        try (LocalDagster dagster = python.open()) {
            dagster.call(
                    new MaterializeRequest("raw", null, null, PartitionSelection.latest(), false, tryingAgain),
                    events::add,
                    TimeLimit.none());
        }
        assertThat(only(RunEvent.Output.class).line()).isEqualTo("A new process tries again what has failed");
        assertThat(events.stream().filter(RunEnded.class::isInstance).map(end -> ((RunEnded) end).status()))
                .containsExactly("FAILURE", "SUCCESS");
    }

    @Test
    void aRunThatIgnoresTheCancelIsKilledAndRecordedAsCancelled() throws Exception {
        python.plays("main", MATERIALIZE, STARTED, STEP, "{'grandchild': 'pid'}", "{'ignore': 15}", "{'hang': true}");
        materialize(Duration.ofSeconds(2));
        assertThat(only(RunEnded.class).status()).isEqualTo("CANCELED");
        assertThat(only(RunEnded.class).failure().type()).isEqualTo("Timeout");
        assertThat(only(StepFailed.class).step()).isEqualTo("raw_orders");
        assertThat(python.isRunning("pid")).isFalse();
        assertThat(python.received())
                .anyMatch(line -> line.contains("runs.fail") && line.contains("\"status\":\"CANCELED\""));
    }

    @Test
    void aTimeoutBetweenTwoRunsLeavesTheRestUnstartedForTheGateToDecide() throws Exception {
        python.plays("main", MATERIALIZE, TWO_PLANNED, STARTED, DONE, "{'send': {'cancel': '*'}}", RESULT);
        assertThat(materialize(Duration.ofSeconds(2)).runIds()).containsExactly("r1");
        assertThat(new Gate(CheckSeverityThreshold.ERROR).failures(results()))
                .containsExactly(
                        "1 run not started: job b (Timeout: not started within 2 s (<timeout> or -Ddagster.timeout))");
    }

    @Test
    void aTimeoutInOneLocationLeavesTheNextUnstartedForTheGateToDecide() throws Exception {
        python.withLocations("ingest,marts")
                .plays(
                        "main",
                        graph("raw"),
                        resolved("raw", "orders"),
                        plan("['raw']", "[]"),
                        MATERIALIZE,
                        PLANNED,
                        STARTED,
                        STEP,
                        "{'hang': true}")
                .plays("marts", graph("orders"), plan("['orders']", "[]"));
        assertThat(materialize(Duration.ofSeconds(3)).runIds()).containsExactly("r1");
        assertThat(only(RunEnded.class).status()).isEqualTo("CANCELED");
        assertThat(results().runs())
                .extracting(run -> run.location() + " " + run.status())
                .containsExactly("shop CANCELED", "marts NOT_STARTED");
        assertThat(results().runs().get(1).failure().message())
                .isEqualTo("not started within 3 s (<timeout> or -Ddagster.timeout)");
        assertThat(python.received())
                .filteredOn(line -> line.contains("\"operation\":\"assets.materialize\",\"parameters\":{\"select\""))
                .hasSize(1);
    }

    @Test
    void anInterruptedBuildGivesTheCancelItsTimeAndRecordsTheRunAsCancelled() throws Exception {
        python.plays(
                "main",
                MATERIALIZE,
                PLANNED,
                STARTED,
                STEP,
                "{'send': {'cancel': '*'}}",
                event("run_ended", "'run_id': 'r1', 'status': 'CANCELED', 'time': 3, 'seconds': 1"),
                RESULT);
        assertThat(interruptedMaterialize()).isTrue();
        assertThat(only(RunEnded.class).status()).isEqualTo("CANCELED");
        assertThat(only(RunEnded.class).failure().message())
                .isEqualTo("the build was interrupted while step raw_orders was running");
        assertThat(python.received()).noneMatch(line -> line.contains("runs.fail"));
    }

    @Test
    void anInterruptedBuildRecordsARunThatIgnoresTheCancel() throws Exception {
        python.plays("main", MATERIALIZE, PLANNED, STARTED, STEP, "{'hang': true}");
        assertThat(interruptedMaterialize()).isTrue();
        assertThat(only(RunEnded.class).status()).isEqualTo("CANCELED");
        assertThat(python.received())
                .anyMatch(line -> line.contains("runs.fail") && line.contains("\"status\":\"CANCELED\""));
    }

    @Test
    void whileNothingHappensTheListenerHearsThatItIsWaitedFor() throws Exception {
        python.plays("main", MATERIALIZE, PLANNED, STARTED, "{'hang': true}");
        materialize(Duration.ofMillis(2500));
        assertThat(events).filteredOn(RunEvent.Waiting.class::isInstance).hasSizeBetween(1, 3);
        assertThat(results().runs()).hasSize(1);
    }

    @Test
    void locationsRunInDependencyOrderEachWithItsPartOfTheSelection() throws Exception {
        python.withLocations("marts,ingest")
                .plays(
                        "marts",
                        graph("m/orders"),
                        resolved("raw", "m/orders"),
                        plan("['m/orders']", "['raw']"),
                        MATERIALIZE,
                        STARTED,
                        DONE,
                        RESULT)
                .plays("ingest", graph("raw"), plan("['raw']", "[]"), MATERIALIZE, STARTED, DONE, RESULT);
        // The first process is started before its location has a name, and plays the part of that location.
        Files.copy(python.file("marts.jsonl"), python.file("main.jsonl"));
        materialize(TimeLimit.none());
        List<String> runs = python.received().stream()
                .filter(line -> line.contains("\"operation\":\"assets.materialize\",\"parameters\":{\"select\""))
                .toList();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0)).contains("key:\\\"raw\\\"");
        assertThat(runs.get(1)).contains("key:\\\"m/orders\\\"");
    }

    @Test
    void aLocationIsToldWhatOfTheLocationsBeforeItHasNotBeenMade() throws Exception {
        String partitions = "'partition': 'mon...wed', 'partitions': ['mon', 'tue', 'wed']";
        python.withLocations("ingest,marts")
                .plays(
                        "main",
                        plan("['raw']", "[]"),
                        MATERIALIZE,
                        event(
                                "planned",
                                "'location': 'ingest', 'runs': [{'job': '__ASSET_JOB', 'assets': ['raw'], 'checks': [], "
                                        + partitions + "}]"),
                        event(
                                "run_started",
                                "'run_id': 'r1', 'location': 'ingest', 'job': '__ASSET_JOB', 'time': 1.5, 'steps': [], "
                                        + partitions),
                        event(
                                "asset_materialized",
                                "'run_id': 'r1', 'step': 'raw', 'asset': 'raw', 'partition': 'mon', 'time': 2"),
                        event("run_ended", "'run_id': 'r1', 'status': 'FAILURE', 'time': 4, 'seconds': 1"),
                        RESULT)
                .plays(
                        "marts",
                        plan("['orders']", "['raw']"),
                        MATERIALIZE,
                        event("planned", "'location': 'marts', 'runs': [{'job': '__ASSET_JOB', 'assets': ['orders']}]"),
                        event("asset_skipped", "'asset': 'orders', 'partition': 'tue', 'reason': 'upstream'"),
                        "{'receive': {'result': {'run_ids': []}}}");
        materialize(null, TimeLimit.none());
        String told = python.received().stream()
                .filter(line -> line.contains("\"broken\""))
                .findFirst()
                .orElseThrow();
        assertThat(told)
                .contains(
                        "\"broken\":[{\"asset\":\"raw\",\"partition\":\"tue\",\"how\":\"of another code location was not"
                                + " materialised\"},{\"asset\":\"raw\",\"partition\":\"wed\"");
        assertThat(only(RunEvent.AssetSkipped.class).asset()).isEqualTo("orders");
    }

    @Test
    void whatNoLocationMakesIsSkippedInOneLine() throws Exception {
        python.withLocations("ingest,marts")
                .plays(
                        "main",
                        "{'send': {'operation': 'assets.graph'}}\n{'receive': {'result': {'assets': [{'key': 'raw',"
                                + " 'made': true}, {'key': 'x'}, {'key': 'y'}]}}}",
                        resolved("raw", "x", "y"),
                        plan("['raw']", "[]"),
                        MATERIALIZE,
                        STARTED,
                        DONE,
                        RESULT)
                .plays("marts", graph("orders"));
        materialize(TimeLimit.none());
        String reason = "it is not materialised by this project";
        assertThat(only(RunEvent.Planned.class).skipped())
                .containsExactly(new RunEvent.Skipped("x", null, reason), new RunEvent.Skipped("y", null, reason));
    }

    @Test
    void aLocationThatOnlyChecksAnAssetRunsAfterTheOneThatMakesIt() throws Exception {
        python.withLocations("checks,ingest")
                .plays(
                        "checks",
                        "{'send': {'operation': 'runs.plan'}}\n{'receive': {'result': {'checked': ['raw']}}}",
                        MATERIALIZE,
                        planned("checks"),
                        STARTED,
                        DONE,
                        RESULT)
                .plays("ingest", plan("['raw']", "[]"), MATERIALIZE, planned("ingest"), STARTED, DONE, RESULT);
        Files.copy(python.file("checks.jsonl"), python.file("main.jsonl"));
        materialize(null, TimeLimit.none());
        assertThat(events.stream().filter(RunEvent.RunStarted.class::isInstance))
                .hasSize(2);
    }

    @Test
    void aJobInTwoLocationsIsAmbiguous() throws Exception {
        python.withLocations("a,b").plays("main", plan("['nightly']", "[]")).plays("b", plan("['nightly']", "[]"));
        try (LocalDagster dagster = python.open()) {
            ExecuteJobRequest request = new ExecuteJobRequest("nightly", null, null, List.of(), null, OPTIONS);
            PipelineException failure = catchThrowableOfType(
                    PipelineException.class, () -> dagster.call(request, RunListener.none(), TimeLimit.none()));
            assertThat(failure).hasMessage("The job 'nightly' is defined in 2 code locations");
            assertThat(failure.problems().get(0).kind()).isEqualTo("ambiguous_name");
            assertThat(failure.problems().get(0).remedy())
                    .isEqualTo("Choose one with <location> or -Ddagster.location=a");
            assertThat(failure.problems().get(0).subject()).isEqualTo("code location");
            assertThat(failure.problems().get(0).choices()).containsExactly("a", "b");
        }
    }

    @Test
    void anUnknownLocationNamesThoseThereAre() throws Exception {
        python.withLocations("b,a");
        try (LocalDagster dagster = python.open()) {
            PipelineException failure = catchThrowableOfType(
                    PipelineException.class,
                    () -> dagster.call(new ListAssetsRequest(null, "c", null), RunListener.none(), TimeLimit.none()));
            assertThat(failure).hasMessage("There is no code location 'c'");
            assertThat(failure.problems().get(0).choices()).containsExactly("a", "b");
        }
    }

    @Test
    void aListCombinesTheLocationsThatKnowTheSelection() throws Exception {
        python.withLocations("a,b")
                .plays("main", graph("a1"), resolved("x"))
                .plays(
                        "b",
                        graph("x"),
                        "{'send': {'operation': 'assets.list'}}",
                        "{'receive': {'result': {'assets': [{'location': 'b', 'key': 'x'}]}}}");
        try (LocalDagster dagster = python.open()) {
            assertThat(dagster.call(new ListAssetsRequest("x", null, null), RunListener.none(), TimeLimit.none())
                            .assets())
                    .extracting(asset -> asset.location())
                    .containsExactly("b");
        }
        assertThat(python.received()).anyMatch(line -> line.contains("\"select\":\"key:\\\"x\\\"\""));
    }

    /** Interrupts this thread once a step has started; whether it still knows afterwards. */
    private boolean interruptedMaterialize() throws Exception {
        try (LocalDagster dagster = python.open()) {
            RunListener interrupting = event -> {
                events.add(event);
                if (event instanceof RunEvent.StepStarted) {
                    Thread.currentThread().interrupt();
                }
            };
            dagster.call(
                    new MaterializeRequest("raw", null, null, PartitionSelection.latest(), false, OPTIONS),
                    interrupting,
                    TimeLimit.none());
            return Thread.interrupted();
        }
    }

    private RunResults results() {
        RunRecorder recorder = new RunRecorder();
        events.forEach(recorder::on);
        return recorder.results("build", null);
    }

    private RunSummary materialize(Duration timeout) throws Exception {
        return materialize(TimeLimit.of(timeout));
    }

    private RunSummary materialize(TimeLimit limit) throws Exception {
        return materialize("raw,m/orders", limit);
    }

    private RunSummary materialize(String select, TimeLimit limit) throws Exception {
        try (LocalDagster dagster = python.open()) {
            dagster.start();
            dagster.awaitLoaded(TimeLimit.none());
            return dagster.call(
                    new MaterializeRequest(select, null, null, PartitionSelection.latest(), false, OPTIONS),
                    events::add,
                    limit);
        }
    }

    private <T extends RunEvent> T only(Class<T> type) {
        List<T> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as(type.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    private static String event(String name, String fields) {
        return "{'receive': {'event': '" + name + "', 'data': {" + fields + "}}}";
    }

    private static String plan(String matches, String upstream) {
        return "{'send': {'operation': 'runs.plan'}}\n{'receive': {'result': {'matches': " + matches + ", 'upstream': "
                + upstream + ", 'choices': []}}}";
    }

    private static String planned(String location) {
        return event("planned", "'location': '" + location + "', 'runs': [], 'skipped': []");
    }

    private static String graph(String key) {
        return "{'send': {'operation': 'assets.graph'}}\n{'receive': {'result': {'assets': [{'key': '" + key
                + "', 'made': true}]}}}";
    }

    private static String resolved(String... keys) {
        return "{'send': {'operation': 'assets.resolve'}}\n{'receive': {'result': {'keys': ['"
                + String.join("', '", keys) + "']}}}";
    }
}
