package io.github.dagstermaven.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunEvent.Judged;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import io.github.dagstermaven.dagster.RunEvent.Stale;
import io.github.dagstermaven.dagster.RunEvent.UpToDate;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunConsoleTest {
    private static final Path PROJECT = Path.of("/home/ada/shop");
    private static final List<Path> REPORTS =
            List.of(PROJECT.resolve("target/dagster/run-results.json"), PROJECT.resolve("target/dagster-reports"));

    private static final Path LOGS = PROJECT.resolve("target/dagster/logs");

    private RecordingConsole console = new RecordingConsole(false);
    private CheckSeverityThreshold threshold = CheckSeverityThreshold.ERROR;

    private String log(Consumer<RunListener> story) {
        RunRecorder recorder = new RunRecorder();
        RunConsole runs = new RunConsole(console, recorder, PROJECT, threshold, Secrets.none(), LOGS::resolve);
        story.accept(recorder.andThen(runs));
        runs.close(new Gate(threshold).judged(recorder.results("build-1", null)), REPORTS);
        return console.text();
    }

    @Test
    void aBuildThatEndsWell() {
        Golden.assertMatches("console-success.txt", log(Stories::everythingEndsWell));
    }

    @Test
    void whatIsGoodOnlyWhenItIsTriedAgainIsFlaky() {
        Golden.assertMatches("console-flaky.txt", log(Stories::someIsFlaky));
    }

    @Test
    void failuresAreToldAtOnceWithTheirPlace() {
        Golden.assertMatches("console-failures.txt", log(Stories::muchFails));
    }

    @Test
    void aWarningThatFailsTheBuildIsToldAsAFailure() {
        threshold = CheckSeverityThreshold.WARN;
        assertThat(log(Stories::muchFails))
                .contains("[ERROR]   fresh ......................................... FAILURE")
                .contains("Checks: 2 failed");
    }

    @Test
    void aProcessThatDiesLeavesNothingUntold() {
        Golden.assertMatches("console-crash.txt", log(Stories::aProcessDies));
    }

    @Test
    void eachProcessThatDiesIsToldAndWhatDoesNotDependOnItIsNotCalledDownstream() {
        Golden.assertMatches("console-processes-die.txt", log(Stories::processesDie));
    }

    @Test
    void aCancelledRun() {
        Golden.assertMatches("console-cancelled.txt", log(Stories::aRunIsCancelled));
    }

    @Test
    void aBlockingCheckSaysWhatItStops() {
        Golden.assertMatches("console-blocking.txt", log(Stories::aBlockingCheckFails));
    }

    @Test
    void stepsOfAnOpJobHaveTheirLines() {
        Golden.assertMatches("console-op-job.txt", log(Stories::anOpJobFails));
    }

    @Test
    void whatIsBehindAnErrorIsToldInALineEach() {
        Golden.assertMatches("console-chain.txt", log(Stories::aChainOfErrors));
    }

    @Test
    void theTraceIsToldToThoseWhoAskForIt() {
        String without = log(Stories::aChainOfErrors);
        console = new RecordingConsole(false, true);

        assertThat(without).doesNotContain("site-packages");
        assertThat(log(Stories::aChainOfErrors))
                .contains("[ERROR]           raise Failure(\"no prices today\") from error\n"
                        + "[ERROR]       dagster.Failure: no prices today\n"
                        + "[ERROR]       called from:\n"
                        + "[ERROR]         File \"/venv/site-packages/dagster/execute.py\", line 7, in execute\n"
                        + "[ERROR]       caused by:\n");
    }

    @Test
    void aLongMessageIsCutWithTheFileThatHasAllOfIt() {
        String text = log(Stories::aMessageOfAMillionCharacters);

        assertThat(text.lines().filter(line -> line.contains("xxx")))
                .containsExactly("[ERROR]   ValueError: " + "x".repeat(1_988)
                        + "… (998012 more characters in target/dagster/logs/run-1)");
    }

    @Test
    void whatATerminalMightTakeForACommandIsLeftOut() {
        String text = log(listener -> RunScript.adHoc(listener)
                .asset("a")
                .planAndStart()
                .begin("a")
                .fail("a", 1, RunScript.valueError("be\u0007ep\u0000 \u001b[2Jhere\nsecond"))
                .end("FAILURE"));

        assertThat(text).contains("[ERROR]   ValueError: beep here\n[ERROR]   second\n");
    }

    @Test
    void ofMuchMetadataOfAFailureTheRestIsCounted() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 7).forEach(number -> metadata.put("m" + number, number));
        Failure failure = new Failure("Failure", "", null, null, metadata, List.of());
        String text = log(listener -> RunScript.adHoc(listener)
                .asset("a")
                .planAndStart()
                .begin("a")
                .fail("a", 1, failure)
                .end("FAILURE"));

        assertThat(text)
                .contains("[ERROR]   Failure\n[ERROR]   m1: 1\n")
                .contains("[ERROR]   m5: 5\n[ERROR]   … and 2 more in target/dagster/logs/run-1\n");
    }

    @Test
    void aLongLogRecordIsCut() {
        String text = log(listener -> RunScript.adHoc(listener)
                .planAndStart()
                .tell(new LogRecord("run-1", null, "info", "x".repeat(1_000_000), RunScript.START)));

        assertThat(text)
                .contains("[INFO] " + "x".repeat(20_000) + "… (980000 more characters in target/dagster/logs/run-1)\n");
    }

    @Test
    void ofAMessageOfManyLinesTheFirstAreShown() {
        String message = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> "line " + number)
                .collect(joining("\n"));
        String text = log(listener -> RunScript.adHoc(listener)
                .asset("a")
                .planAndStart()
                .begin("a")
                .fail("a", 1, RunScript.valueError(message))
                .end("FAILURE"));

        assertThat(text)
                .contains("[ERROR]   line 12\n[ERROR]   … (64 more characters in target/dagster/logs/run-1)\n")
                .doesNotContain("line 13");
    }

    @Test
    void longKeysMakeTheColumnWiderUpToAHundredCharacters() {
        String key = "marketing/attribution/" + "k".repeat(40);
        String text = log(listener -> RunScript.adHoc(listener)
                .asset(key)
                .asset("short")
                .planAndStart()
                .makes(key, 0.5)
                .makes("short", 3725)
                .end("SUCCESS"));

        assertThat(text.lines().filter(line -> line.contains("SUCCESS [")))
                .containsExactly(
                        "[INFO] " + key + " ... SUCCESS [  0.500 s]",
                        "[INFO] short " + ".".repeat(60) + " SUCCESS [  01:02 h]");
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void aKeyBeyondThatIsNeverCut() {
        String key = "k".repeat(90);
        String text = log(listener -> RunScript.adHoc(listener)
                .asset(key)
                .planAndStart()
                .makes(key, 0.5)
                .end("SUCCESS"));

        assertThat(text).contains("[INFO] " + key + " ... SUCCESS [  0.500 s]");
    }

    @Test
    void anAssetThatCouldNotBeRunAfterAllIsToldWithTheReason() {
        assertThat(log(listener -> listener.on(new AssetSkipped("weekly", "2024-W01", "daily was not made"))))
                .contains("[INFO] weekly[2024-W01] " + ".".repeat(33) + " SKIPPED (daily was not made)")
                .contains("[INFO] Skipped weekly[2024-W01]: daily was not made");
    }

    @Test
    void partitionsThatLackOneEachOfTheSameUpstreamAssetShareALine() {
        String hours = "24 of the 24 upstream partitions of by_hour that it needs are neither planned nor materialised";
        String log = log(listener -> {
            listener.on(new AssetSkipped("by_day", "2024-01-01", hours + ", for example 2024-01-01-00:00"));
            listener.on(new AssetSkipped("by_day", "2024-01-02", hours + ", for example 2024-01-02-00:00"));
            listener.on(
                    new AssetSkipped("by_week", "2024-01-07", "its upstream partition 2024-01-05 of x does not exist"));
            listener.on(
                    new AssetSkipped("by_week", "2024-01-14", "its upstream partition 2024-01-15 of x does not exist"));
            listener.on(
                    new AssetSkipped("late", "2024-01-07", "its upstream partition 2024-01-05 of y does not exist"));
        });

        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("[INFO] Skipped "))
                .containsExactly(
                        "[INFO] Skipped by_day[2024-01-01], by_day[2024-01-02]: " + hours
                                + ", for example 2024-01-01-00:00",
                        "[INFO] Skipped by_week[2024-01-07], by_week[2024-01-14]: its upstream partition of x does not"
                                + " exist, for example 2024-01-05",
                        "[INFO] Skipped late[2024-01-07]: its upstream partition 2024-01-05 of y does not exist");
    }

    @Test
    void whatIsStaleIsToldWithTheReasonAndWhatIsUpToDateIsNoSkippedAsset() {
        String text = log(listener -> {
            listener.on(new Judged(
                    RunScript.LOCATION,
                    List.of(
                            new Stale("orders", null, "its code has changed"),
                            new Stale("daily", "2024-01-01", "never materialised"),
                            new Stale("daily", "2024-01-02", "never materialised")),
                    List.of(new UpToDate("raw", null, List.of("not_empty")))));
            RunScript.adHoc(listener)
                    .asset("orders")
                    .planAndStart()
                    .makes("orders", 0.5)
                    .end("SUCCESS");
        });

        assertThat(text)
                .contains(
                        "[INFO] Stale orders: its code has changed",
                        "[INFO] Stale daily[2024-01-01], daily[2024-01-02]: never materialised",
                        "[INFO] Up to date: raw",
                        "[INFO] Assets: 1 materialised, 1 up to date",
                        "[INFO] Checks: 1 up to date")
                .doesNotContain("Skipped");
    }

    @Test
    void whereEverythingIsUpToDateOneLineSaysSo() {
        assertThat(log(listener -> {
                            listener.on(new Judged(
                                    RunScript.LOCATION, List.of(), List.of(new UpToDate("raw", null, List.of()))));
                            listener.on(new Planned(RunScript.LOCATION, List.of(), List.of()));
                        })
                        .strip())
                .isEqualTo("[INFO] Nothing to run in " + RunScript.LOCATION + ", everything is up to date: raw");
    }

    @Test
    void aCheckThatIsSkippedWithoutItsAssetIsToldWithTheReasonAndCounted() {
        String text = log(listener -> {
            listener.on(new Planned(
                    RunScript.LOCATION,
                    List.of(new PlannedRun(RunScript.ASSET_JOB, null, List.of(), List.of())),
                    List.of(new Skipped("raw", "inside", null, "the function that makes raw evaluates it"))));
            listener.on(new CheckSkipped("report", "end", "2024", "the blocking check gate of raw failed"));
        });

        assertThat(text)
                .contains("[INFO] Skipping raw: inside: the function that makes raw evaluates it")
                .containsPattern(
                        "\\[INFO]   report\\[2024]: end \\.+ SKIPPED \\(the blocking check gate of raw failed\\)")
                .contains("[INFO] Checks: 2 skipped")
                .contains("[INFO] Skipped report[2024]: end: the blocking check gate of raw failed");
    }

    @Test
    void whereNothingWasToBeRunThereIsNoSummary() {
        assertThat(log(listener -> {}).strip()).isEmpty();
    }

    @Test
    void noProgressIsShownInBatchMode() {
        log(Stories::everythingEndsWell);

        assertThat(console.progressLines()).allMatch(String::isEmpty);
    }

    @Test
    void aPersonSeesHowFarItIsAndWhatIsRunning() {
        RecordingConsole terminal = new RecordingConsole(true);
        RunRecorder recorder = new RunRecorder();
        RunConsole runs = new RunConsole(
                terminal, recorder, PROJECT, CheckSeverityThreshold.ERROR, Secrets.none(), LOGS::resolve);
        RunScript.adHoc(recorder.andThen(runs))
                .asset("a")
                .asset("b")
                .asset("c")
                .planAndStart()
                .makes("a", 1)
                .begin("b")
                .begin("c");

        assertThat(terminal.progressLines()).contains("[0/3] a", "[1/3] b").endsWith("[1/3] b, c");
        runs.close(recorder.results("build-1", null), List.of());
        assertThat(terminal.progressLines()).endsWith("");
    }

    @Test
    void secretsAreMasked() {
        RunRecorder recorder = new RunRecorder();
        Secrets secrets = new Secrets(Map.of("TOKEN", "hunter22"));
        new RunConsole(console, recorder, PROJECT, CheckSeverityThreshold.ERROR, secrets, LOGS::resolve)
                .on(new Output("token=hunter22"));

        assertThat(console.text()).isEqualTo("[INFO] | token=********\n");
    }
}
