package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.ListAssetsRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that start no runs, and what becomes of them when Python misbehaves. */
@Timeout(60)
class LocalDagsterTest {
    private static final ListAssetsRequest ALL = new ListAssetsRequest(null, null, null);
    private static final String LIST = "{'send': {'operation': 'assets.list'}}";
    private static final String EMPTY = "{'receive': {'result': {'assets': []}}}";

    @TempDir
    Path folder;

    private FakePython python;

    @BeforeEach
    void newPython() {
        python = new FakePython(folder);
    }

    @Test
    void aRequestIsAnsweredWithItsRecord() throws Exception {
        python.plays(
                "main",
                LIST,
                "{'receive': {'result': {'assets': [{'location': 'shop', 'key': 'a/b', 'code_version': '2',"
                        + " 'materializable': true, 'defined_at': {'file': '/p/x.py', 'line': 7}}]}}}");
        try (LocalDagster dagster = python.open()) {
            var asset = dagster.call(ALL, RunListener.none(), TimeLimit.none())
                    .assets()
                    .get(0);
            assertThat(asset.key()).isEqualTo("a/b");
            assertThat(asset.codeVersion()).isEqualTo("2");
            assertThat(asset.definedAt().line()).isEqualTo(7);
            assertThat(asset.deps()).isEmpty();
        }
    }

    @Test
    void oneProcessServesEveryRequest() throws Exception {
        python.plays("main", LIST, EMPTY, LIST, EMPTY);
        try (LocalDagster dagster = python.open()) {
            dagster.call(ALL, RunListener.none(), TimeLimit.none());
            dagster.call(ALL, RunListener.none(), TimeLimit.none());
            assertThat(dagster.staleness()).isEmpty();
        }
        assertThat(python.received())
                .filteredOn(line -> line.contains("session.open"))
                .hasSize(1);
    }

    @Test
    void theUsersMistakeIsAPipelineExceptionWithItsProblem() throws Exception {
        python.plays(
                "main",
                LIST,
                "{'receive': {'error': {'fault': 'user', 'trace': 'Traceback', 'problems': [{'kind': 'unknown_name',"
                        + " 'message': 'There is no asset x', 'value': 'x', 'choices': ['y'], 'code_location': 'shop'}]}}}");
        try (LocalDagster dagster = python.open()) {
            PipelineException failure = failure(PipelineException.class, dagster);
            Problem problem = failure.problems().get(0);
            assertThat(problem.kind()).isEqualTo("unknown_name");
            assertThat(problem.choices()).containsExactly("y");
            assertThat(problem.codeLocation()).isEqualTo("shop");
            assertThat(failure.trace()).isEqualTo("Traceback");
            assertThat(Files.readString(python.logs().resolve("python-shop.log")))
                    .contains("Traceback");
        }
    }

    @Test
    void anErrorWhileTheDefinitionsAreLoadedBelongsToTheFirstCall() throws Exception {
        python.plays(
                "main",
                "{'at_open': true}",
                "{'receive': {'error': {'fault': 'user', 'problems': [{'kind': 'syntax_error', 'message': 'broken'}]}}}");
        try (LocalDagster dagster = python.open()) {
            dagster.start();
            assertThat(failure(PipelineException.class, dagster)).hasMessage("broken");
            assertThat(dagster.staleness()).isPresent();
        }
    }

    @Test
    void whatWasPrintedBeforeAnErrorWhileLoadingReachesTheListener() throws Exception {
        python.plays(
                "main",
                "{'at_open': true}",
                "{'stderr': 'connecting to the warehouse'}",
                "{'receive': {'error': {'fault': 'user', 'problems': [{'kind': 'import_error', 'message': 'broken'}]}}}");
        List<RunEvent> events = new ArrayList<>();
        try (LocalDagster dagster = python.open()) {
            assertThat(catchThrowableOfType(
                            PipelineException.class, () -> dagster.call(ALL, events::add, TimeLimit.none())))
                    .hasMessage("broken");
        }
        assertThat(events).containsExactly(new RunEvent.Output("connecting to the warehouse"));
    }

    @Test
    void aLineThatIsNoJsonIsQuoted() throws Exception {
        python.plays("main", LIST, "{'stderr': 'before'}", "{'raw': 'Segfault? No: nonsense'}", "{'hang': true}");
        try (LocalDagster dagster = python.open()) {
            PlatformException failure = failure(PlatformException.class, dagster);
            assertThat(failure.getMessage())
                    .contains("no message of the protocol")
                    .contains("Segfault? No: nonsense")
                    .contains("during assets.list")
                    .contains("before");
            assertThat(failure.problems().get(0).remedy()).contains("python-shop.log");
        }
    }

    @Test
    void aLineBeforeTheHelloThatIsNoJsonIsOutput() throws Exception {
        python.plays(
                        "hello",
                        "{'raw': 'printed by a .pth file'}",
                        "{'receive': {'hello': {'protocol': 1, 'python': '3.11', 'pid': 1}}}")
                .plays("main", LIST, EMPTY);
        List<RunEvent> events = new ArrayList<>();
        try (LocalDagster dagster = python.open()) {
            dagster.call(ALL, events::add, TimeLimit.none());
        }
        assertThat(events).containsExactly(new RunEvent.Output("printed by a .pth file"));
        assertThat(Files.readString(python.logs().resolve("python-shop.log"))).contains("printed by a .pth file");
    }

    @Test
    void onlyTheFolderOfTheBridgeAndWhatTheUserAddsIsOnThePathThatPythonStartsWith() throws Exception {
        python.withVariable("PYTHONPATH", "/added/by/user").plays("main", "{'environment': 'env'}", LIST, EMPTY);
        try (LocalDagster dagster = python.open()) {
            dagster.call(ALL, RunListener.none(), TimeLimit.none());
        }
        assertThat(Files.readString(python.file("env")))
                .containsPattern("\"PYTHONPATH\": \"[^\":]*fake-bridge:/added/by/user\"");
        assertThat(python.received().get(0)).contains("\"python_path\":[\"" + python.file("src") + "\"]");
    }

    @Test
    void aMessageWithAnUnknownNameIsAnError() throws Exception {
        python.plays("main", LIST, "{'receive': {'event': 'moon_phase', 'data': {}}}", "{'hang': true}");
        try (LocalDagster dagster = python.open()) {
            assertThat(failure(PlatformException.class, dagster)).hasMessageContaining("unknown event \"moon_phase\"");
        }
    }

    @Test
    void anAnswerToAnotherRequestIsAnError() throws Exception {
        python.plays("main", LIST, "{'receive': {'id': 99, 'result': {}}}", "{'hang': true}");
        try (LocalDagster dagster = python.open()) {
            assertThat(failure(PlatformException.class, dagster))
                    .hasMessageContaining("answers no request")
                    .hasMessageContaining("99");
        }
    }

    @Test
    void anAnswerOfTheWrongShapeIsAnErrorThatQuotesIt() throws Exception {
        python.plays("main", LIST, "{'receive': {'result': {'assets': 'many'}}}");
        try (LocalDagster dagster = python.open()) {
            assertThat(failure(PlatformException.class, dagster)).hasMessageContaining("\"many\"");
        }
    }

    @Test
    void anotherVersionOfTheProtocolIsNamed() throws Exception {
        python.plays("hello", "{'receive': {'hello': {'protocol': 2, 'python': '3.11', 'pid': 1}}}");
        try (LocalDagster dagster = python.open()) {
            assertThat(failure(PlatformException.class, dagster))
                    .hasMessageContaining("speaks version 2 of the protocol, this plugin version 1");
        }
    }

    @Test
    void aMissingHelloIsNotWaitedForForEver() throws Exception {
        python.plays("hello", "{'hang': true}");
        BridgeTimeouts timeouts = new BridgeTimeouts(
                Duration.ofMillis(500), Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofMillis(300));
        try (LocalDagster dagster = python.open(timeouts)) {
            assertThat(failure(PlatformException.class, dagster))
                    .hasMessageContaining("did not answer within 500 ms before it was ready");
        }
    }

    @Test
    void aProcessThatEndsBeforeItIsReadyTellsItsExitCodeAndLastWords() throws Exception {
        python.plays("hello", "{'stderr': 'No module named dagster'}", "{'exit': 1}");
        try (LocalDagster dagster = python.open()) {
            PlatformException failure = failure(PlatformException.class, dagster);
            assertThat(failure)
                    .hasMessage("Python ended with exit code 1 before it was ready; its last output was:"
                            + " No module named dagster");
            assertThat(failure.trace()).isEqualTo("No module named dagster");
        }
    }

    @Test
    void aSignalIsNamed() throws Exception {
        python.plays("main", LIST, "{'kill': 11}");
        try (LocalDagster dagster = python.open()) {
            assertThat(failure(PlatformException.class, dagster))
                    .hasMessage("Python ended with signal SIGSEGV during assets.list");
        }
    }

    @Test
    void afterACrashTheNextCallFindsANewProcess() throws Exception {
        python.plays("main", LIST, "{'exit': 3}").plays("shop", LIST, EMPTY);
        try (LocalDagster dagster = python.open()) {
            assertThat(failure(PlatformException.class, dagster)).hasMessageContaining("exit code 3");
            assertThat(dagster.staleness()).contains(new Staleness.Ended("Python ended with exit code 3"));
            assertThat(dagster.call(ALL, RunListener.none(), TimeLimit.none()).assets())
                    .isEmpty();
        }
    }

    @Test
    void aRequestThatTakesTooLongIsCancelledAndAnsweredInOrder() throws Exception {
        python.plays(
                "main",
                LIST,
                "{'send': {'cancel': '*'}}",
                "{'receive': {'error': {'fault': 'platform', 'problems': [{'kind': 'cancelled', 'message': 'x'}]}}}",
                LIST,
                EMPTY);
        try (LocalDagster dagster = python.open()) {
            dagster.start();
            dagster.awaitLoaded(TimeLimit.none());
            PlatformException failure = catchThrowableOfType(
                    PlatformException.class,
                    () -> dagster.call(ALL, RunListener.none(), TimeLimit.of(Duration.ofMillis(200))));
            assertThat(failure).hasMessage("Timed out after 200 ms during assets.list");
            assertThat(failure.problems().get(0).remedy()).contains("-Ddagster.timeout");
            assertThat(dagster.call(ALL, RunListener.none(), TimeLimit.none()).assets())
                    .isEmpty();
        }
    }

    @Test
    void aRequestThatDoesNotListenToACancelIsEndedWithItsGrandchildren() throws Exception {
        python.plays("main", LIST, "{'grandchild': 'pid'}", "{'ignore': 15}", "{'hang': true}");
        try (LocalDagster dagster = python.open()) {
            dagster.start();
            dagster.awaitLoaded(TimeLimit.none());
            PlatformException failure = catchThrowableOfType(
                    PlatformException.class,
                    () -> dagster.call(ALL, RunListener.none(), TimeLimit.of(Duration.ofMillis(500))));
            assertThat(failure).hasMessage("Timed out after 500 ms during assets.list");
            assertThat(python.isRunning("pid")).isFalse();
        }
    }

    @Test
    void everythingThatIsPrintedReachesTheListenerInOrder() throws Exception {
        python.plays(
                "main",
                LIST,
                "{'print': '{\\'id\\': 1, \\'result\\': {}}'}",
                "{'stderr': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'repeat': 200000}",
                EMPTY);
        List<RunEvent> events = new ArrayList<>();
        try (LocalDagster dagster = python.open()) {
            dagster.call(ALL, events::add, TimeLimit.none());
        }
        events.removeIf(RunEvent.Waiting.class::isInstance);
        assertThat(events).hasSize(200_001);
        assertThat(events.get(0)).isEqualTo(new RunEvent.Output("{\"id\": 1, \"result\": {}}"));
    }

    @Test
    void secretsAreMaskedInOutputLogAndErrorsAndNeverInTheEnvironment() throws Exception {
        python.withSecret("TOKEN", "s3cr3t-value")
                .plays("main", "{'environment': 'env'}", LIST, "{'stderr': 'token s3cr3t-value'}", "{'exit': 4}");
        List<RunEvent> events = new ArrayList<>();
        try (LocalDagster dagster = python.open()) {
            PlatformException failure = catchThrowableOfType(
                    PlatformException.class, () -> dagster.call(ALL, events::add, TimeLimit.none()));
            assertThat(failure.getMessage()).contains("token ********");
            assertThat(failure.trace()).isEqualTo("token ********");
        }
        assertThat(events).containsExactly(new RunEvent.Output("token ********"));
        assertThat(Files.readString(python.logs().resolve("python-shop.log"))).doesNotContain("s3cr3t-value");
        assertThat(Files.readString(python.file("env"))).doesNotContain("s3cr3t-value");
    }

    @Test
    void aSecretInAVeryLongLineOfAProcessThatDiesIsNotInItsReport() throws Exception {
        // Lines are handed over in parts of 8 KiB: the secret is in two of them.
        String line = "x".repeat(8 * 1024 - 6) + "s3cr3t-value";
        python.withSecret("TOKEN", "s3cr3t-value")
                .plays("main", LIST, "{'stderr': '" + line + "'}", "{'stderr': 'end'}", "{'exit': 4}");
        try (LocalDagster dagster = python.open()) {
            PlatformException failure = catchThrowableOfType(
                    PlatformException.class, () -> dagster.call(ALL, RunListener.none(), TimeLimit.none()));
            assertThat(failure.trace()).endsWith("********\nend").doesNotContain("s3cr3t", "-value");
        }
    }

    @Test
    void theReportOfAProcessThatDiesHasItsLastLines() throws Exception {
        python.plays("main", LIST, "{'stderr': 'first'}", "{'stderr': 'again', 'repeat': 40}", "{'exit': 4}");
        try (LocalDagster dagster = python.open()) {
            PlatformException failure = catchThrowableOfType(
                    PlatformException.class, () -> dagster.call(ALL, RunListener.none(), TimeLimit.none()));
            assertThat(failure.trace().lines()).hasSize(40).containsOnly("again");
        }
    }

    @Test
    void aProcessThatPrintsNothingLeavesNoLog() throws Exception {
        python.plays("main", LIST, EMPTY);
        try (LocalDagster dagster = python.open()) {
            dagster.call(ALL, RunListener.none(), TimeLimit.none());
        }
        assertThat(python.logs()).doesNotExist();
    }

    @Test
    void aChangedFileMakesItStale() throws Exception {
        python.plays(
                "main",
                "{'send': {'operation': 'session.changed'}}",
                "{'receive': {'result': {'file': '/p/assets.py'}}}");
        try (LocalDagster dagster = python.open()) {
            dagster.start();
            dagster.awaitLoaded(TimeLimit.none());
            assertThat(dagster.staleness()).contains(new Staleness.Changed("/p/assets.py"));
            assertThat(dagster.staleness())
                    .as("the plain answer says: nothing changed")
                    .isEmpty();
        }
    }

    @Test
    void closingEndsEverythingAndMayBeRepeated() throws Exception {
        python.plays("main", "{'grandchild': 'pid'}", LIST, EMPTY);
        LocalDagster dagster = python.open();
        dagster.call(ALL, RunListener.none(), TimeLimit.none());
        assertThat(python.isRunning("pid")).isTrue();
        dagster.close();
        dagster.close();
        assertThat(python.isRunning("pid")).isFalse();
        assertThat(failure(PlatformException.class, dagster)).hasMessageContaining("closed");
    }

    @Test
    void closingWhileDefinitionsAreLoadedLeavesNoThreadBehind() throws Exception {
        python.plays("main", "{'hang': true}");
        LocalDagster dagster = python.open();
        dagster.start();
        dagster.close();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(Thread::isAlive)
                        .map(Thread::getName)
                        .filter(name -> name.matches("dagster-(open|stdout-\\d+|stderr-\\d+)")))
                .isEmpty();
    }

    @Test
    void closingFromAnotherThreadEndsACallUnderWay() throws Exception {
        python.plays("main", LIST, "{'stderr': 'working'}", "{'hang': true}");
        LocalDagster dagster = python.open(new BridgeTimeouts(
                Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofMillis(300)));
        RunListener closing = onOutput(() -> new Thread(dagster::close).start());
        DagsterException failure =
                catchThrowableOfType(PlatformException.class, () -> dagster.call(ALL, closing, TimeLimit.none()));
        assertThat(failure).hasMessageContaining("Python was ended: signal SIGTERM during assets.list");
    }

    @Test
    void closingBeforeAnythingWasStartedStartsNothing() throws Exception {
        LocalDagster dagster = python.open();
        dagster.close();
        assertThat(python.file("received.jsonl")).doesNotExist();
    }

    @Test
    void aListenerThatFailsEndsTheProcessSoThatNoAnswerIsMistaken() throws Exception {
        python.plays("main", LIST, "{'stderr': 'x'}", "{'hang': true}");
        try (LocalDagster dagster = python.open()) {
            RunListener failing = onOutput(() -> {
                throw new IllegalStateException("listener");
            });
            assertThat(catchThrowableOfType(
                            IllegalStateException.class, () -> dagster.call(ALL, failing, TimeLimit.none())))
                    .hasMessage("listener");
            assertThat(dagster.staleness()).isPresent();
        }
    }

    /** A listener that does nothing while it is only told that it is waited for. */
    private static RunListener onOutput(Runnable action) {
        return event -> {
            if (event instanceof RunEvent.Output) {
                action.run();
            }
        };
    }

    private static <T extends DagsterException> T failure(Class<T> type, LocalDagster dagster) {
        return catchThrowableOfType(type, () -> dagster.call(ALL, RunListener.none(), TimeLimit.none()));
    }
}
