package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogFileTest {
    @TempDir
    private Path directory;

    private String log(Consumer<RunListener> story, Secrets secrets) throws IOException {
        Path logs = directory.resolve("logs");
        try (EventLogFile file = new EventLogFile(logs, secrets)) {
            story.accept(file);
            return Files.readString(file.file("run-1"));
        }
    }

    /** What has no time of its own is stamped when it arrives. */
    private static String withoutArrivalTimes(String log) {
        return log.replaceAll("(?m)^\\S+Z (OUT|STEP)(\\s)", "<time> $1$2");
    }

    @Test
    void everythingIsWrittenInFull() throws IOException {
        String log = log(Stories::everythingEndsWell, Secrets.none());

        Golden.assertMatches("event-log-success.txt", withoutArrivalTimes(log));
    }

    @Test
    void failuresHaveTheirStack() throws IOException {
        Golden.assertMatches("event-log-failures.txt", withoutArrivalTimes(log(Stories::muchFails, Secrets.none())));
    }

    @Test
    void aFailureHasWhatWasToldOfItAndWhatIsBehindIt() throws IOException {
        assertThat(log(Stories::aChainOfErrors, Secrets.none()))
                .contains("failed: Failure: no prices today\nfile: prices.csv\ncaused by ExceptionGroup: 2 files\n"
                        + "- ValueError: no header\nexpected: id\nraised while handling KeyError: 'id'\n  File")
                .contains("site-packages");
    }

    @Test
    void aLongMessageIsThereInFull() throws IOException {
        assertThat(log(Stories::aMessageOfAMillionCharacters, Secrets.none())).contains("x".repeat(1_000_000));
    }

    @Test
    void whatIsWrittenIsThereBeforeTheRunEnds() throws IOException {
        assertThat(log(Stories::aProcessDies, Secrets.none())).contains("raw_orders started");
    }

    @Test
    void theFileStaysATextFile() throws IOException {
        String log = log(
                listener -> RunScript.adHoc(listener)
                        .planAndStart()
                        .tell(new LogRecord("run-1", null, "info", "a\u0000b\u001bc\td\ne", RunScript.START)),
                Secrets.none());

        assertThat(log).contains("abc\td\ne");
    }

    @Test
    void secretsAreMasked() throws IOException {
        String log = log(
                listener -> RunScript.adHoc(listener)
                        .planAndStart()
                        .tell(new LogRecord("run-1", null, "info", "token hunter22", RunScript.START)),
                new Secrets(Map.of("TOKEN", "hunter22")));

        assertThat(log).contains("token ********").doesNotContain("hunter22");
    }

    @Test
    void manyRunsShareAFileInWhichEachLineNamesItsRun() throws IOException {
        Path logs = directory.resolve("logs");
        String text;
        try (EventLogFile file = new EventLogFile(logs, Secrets.none())) {
            new ManyRuns(11, Set.of(3), day -> {}).tell(file);
            text = Files.readString(file.file("orders-00000003-0000-4000-8000-000000000000"));
        }

        assertThat(logs.toFile().list()).containsExactly("runs.log");
        assertThat(text.lines().map(line -> line.substring(line.indexOf("Z ") + 2)))
                .contains(
                        "RUN      orders-0 [2024-01-04] started: run orders-00000003-0000-4000-8000-000000000000,"
                                + " job __ASSET_JOB",
                        "OUT      orders-0 [2024-01-04] opening file 3",
                        "INFO     orders-0 [2024-01-04] daily_orders reading day 3")
                .hasSizeGreaterThan(11 * 8);
    }

    @Test
    void whatSeveralRunsMayHavePrintedIsInTheFileOfEach() throws IOException {
        Path logs = directory.resolve("logs");
        try (EventLogFile file = new EventLogFile(logs, Secrets.none())) {
            RunScript first = new RunScript(file, "run-1", RunScript.ASSET_JOB, "p1")
                    .asset("a")
                    .planAndStart();
            RunScript second = new RunScript(file, "run-2", RunScript.ASSET_JOB, "p2")
                    .asset("a")
                    .planAndStart();
            first.tell(new Output("of one of them")).tell(new Output("run-1", "of the first"));
            second.end("SUCCESS").tell(new Output("of the one that is left"));
            first.end("SUCCESS");

            assertThat(Files.readString(file.file("run-1")))
                    .contains("OUT      of one of them", "OUT      of the first", "OUT      of the one that is left");
            assertThat(Files.readString(file.file("run-2")))
                    .contains("OUT      of one of them")
                    .doesNotContain("of the first", "of the one that is left");
        }
    }
}
