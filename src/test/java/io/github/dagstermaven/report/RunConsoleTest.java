package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunConsoleTest {
    private static final Path PROJECT = Path.of("/home/ada/shop");
    private static final List<Path> REPORTS =
            List.of(PROJECT.resolve("target/dagster/run-results.json"), PROJECT.resolve("target/dagster-reports"));

    private final RecordingConsole console = new RecordingConsole(false);
    private CheckSeverityThreshold threshold = CheckSeverityThreshold.ERROR;

    private String log(Consumer<RunListener> story) {
        RunRecorder recorder = new RunRecorder();
        RunConsole runs = new RunConsole(console, recorder, PROJECT, threshold, Secrets.none());
        story.accept(recorder.andThen(runs));
        runs.close(recorder.results("build-1", null), REPORTS);
        return console.text();
    }

    @Test
    void aBuildThatEndsWell() {
        Golden.assertMatches("console-success.txt", log(Stories::everythingEndsWell));
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
        RunConsole runs = new RunConsole(terminal, recorder, PROJECT, CheckSeverityThreshold.ERROR, Secrets.none());
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
        new RunConsole(console, recorder, PROJECT, CheckSeverityThreshold.ERROR, secrets)
                .on(new Output("token=hunter22"));

        assertThat(console.text()).isEqualTo("[INFO] | token=********\n");
    }
}
