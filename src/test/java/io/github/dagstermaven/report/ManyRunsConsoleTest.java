package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.Waiting;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyRunsConsoleTest {
    private static final Path PROJECT = Path.of("/home/ada/shop");
    private static final Path LOG = PROJECT.resolve("target/dagster/logs/runs.log");

    private long now;

    private RecordingConsole log(boolean interactive, Consumer<RunListener> story) {
        RecordingConsole console = new RecordingConsole(interactive);
        RunRecorder recorder = new RunRecorder();
        RunConsole runs = new RunConsole(
                console,
                recorder,
                PROJECT,
                CheckSeverityThreshold.ERROR,
                new Secrets(Map.of("TOKEN", "hunter22")),
                id -> LOG,
                () -> now);
        story.accept(recorder.andThen(runs));
        runs.close(recorder.results("build-1", null), List.of(PROJECT.resolve("target/dagster/run-results.json")));
        return console;
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static String withoutDebug(RecordingConsole console) {
        return console.text()
                .lines()
                .filter(line -> !line.startsWith("[DEBUG]"))
                .reduce("", (above, line) -> above + line + "\n");
    }

    @Test
    void whatGoesWrongIsToldInFullAndTheRestIsCounted() {
        Golden.assertMatches(
                "console-many-runs.txt",
                withoutDebug(log(false, new ManyRuns(30, Set.of(3, 20), day -> pass(2))::tell)));
    }

    @Test
    void aPersonSeesOneLineThatIsRedrawn() {
        RecordingConsole console = log(
                true,
                listener -> new ManyRuns(30, Set.of(3), day -> pass(2)).tell(listener.andThen(event -> {
                    if (event instanceof StepStarted) {
                        pass(1);
                        listener.on(new Waiting());
                    }
                })));

        assertThat(console.progressLines())
                .hasSizeBetween(60, 120)
                .contains("[39/60] 30.0 a minute, about 42 s left, 1 failed: daily_report[2024-01-20]")
                .endsWith("");
        assertThat(console.text()).doesNotContain("runs done");
    }

    @Test
    void whereNobodyLooksOnTheLinesGetRarerAsTimePasses() {
        RecordingConsole console = log(false, new ManyRuns(1_000, Set.of(), day -> pass(2))::tell);

        List<String> lines = console.text()
                .lines()
                .filter(line -> line.contains("runs done"))
                .toList();
        assertThat(lines).hasSizeBetween(40, 60);
        assertThat(lines.get(1)).isEqualTo("[INFO] 19 of 2000 runs done, 57.0 a minute, about 35 min left");
    }

    @Test
    void timePassesForTheProgressAlsoWhileNoRunEnds() {
        RecordingConsole console = log(false, listener -> {
            new ManyRuns(30, Set.of(), day -> {
                        if (day == 10) {
                            pass(60);
                            listener.on(new Waiting());
                        }
                    })
                    .tell(listener);
        });

        assertThat(console.text()).contains("[INFO] 21 of 60 runs done, 21.0 a minute, about 2 min left\n");
    }

    @Test
    void warningsThatRepeatThemselvesAreToldUntilTheyAreKnown() {
        RecordingConsole console = log(
                false,
                listener -> new ManyRuns(100, Set.of(), day -> {}).tell(listener.andThen(event -> {
                    if (event instanceof AssetMaterialized made) {
                        listener.on(new LogRecord(made.runId(), made.step(), "warning", "old data", 0));
                    }
                })));

        assertThat(console.text().lines().filter(line -> line.contains("old data")))
                .hasSize(50)
                .startsWith("[WARNING] daily_orders[2024-01-01]: old data");
        assertThat(console.text()).contains("[WARNING] Further warnings are in target/dagster/logs/runs.log\n");
    }

    @Test
    void afterManyFailuresEachFurtherOneHasALine() {
        Set<Integer> all = Set.copyOf(IntStream.range(0, 200).boxed().toList());
        String text = log(false, new ManyRuns(200, all, day -> {})::tell).text();

        assertThat(text.lines().filter(line -> line.contains("raise ValueError")))
                .hasSize(50);
        assertThat(text.lines().filter(line -> line.contains("] daily_orders[") && line.contains("FAILURE")))
                .hasSize(200)
                .endsWith(
                        "[ERROR] daily_orders[2024-07-18] ........................ FAILURE [  0.100 s] (ValueError: day 199 is"
                                + " empty)");
    }

    @Test
    void whatIsPrintedIsMasked() {
        String text = log(
                        false,
                        listener -> new ManyRuns(30, Set.of(5), day -> {})
                                .tell(event -> listener.on(
                                        event instanceof Output output
                                                ? new Output(output.runId(), "token hunter22")
                                                : event)))
                .text();

        assertThat(text).contains("[ERROR]   | token ********\n").doesNotContain("hunter22");
    }

    @Test
    void runsAtTheSameTimeKeepTheirStepsAndChecksApart() {
        RecordingConsole console = log(true, listener -> {
            RunScript first = new RunScript(listener, "run-1", RunScript.ASSET_JOB, "p1").asset("a", "ok");
            RunScript second = new RunScript(listener, "run-2", RunScript.ASSET_JOB, "p2").asset("a", "ok");
            first.tell(new Planned(RunScript.LOCATION, List.of(first.plan(), second.plan()), List.of()))
                    .start();
            second.start().begin("a");
            first.begin("a")
                    .tell(new Output("run-1", "hello"))
                    .tell(new LogRecord("run-2", "a", "info", "half way", 0))
                    .made("a", Map.of())
                    .evaluated("a", "a", "ok", true, "ERROR")
                    .succeed("a", 0.1)
                    .end("SUCCESS");
            second.made("a", Map.of())
                    .evaluated("a", "a", "ok", false, "ERROR")
                    .succeed("a", 0.2)
                    .end("SUCCESS");
        });

        assertThat(console.progressLines())
                .contains("[0/4] a[p1], a[p2]")
                .contains("[2/4] a[p2]")
                .doesNotContain("[2/4] ");
        assertThat(console.text())
                .contains("[INFO] | [p1] hello\n[INFO] a[p2]: half way\n")
                .contains(
                        "[INFO] a[p1] ............................................ SUCCESS [  0.100 s]\n[INFO]   ok ..")
                .contains(
                        "[INFO] a[p2] ............................................ SUCCESS [  0.200 s]\n[ERROR]   ok ..");
    }

    @Test
    void anAssetThatOneRunMakesInManyPartitionsHasOneLine() {
        List<String> days = IntStream.range(0, 366)
                .mapToObj(day -> String.format("d%03d", day))
                .toList();
        String range = "d000...d365";
        PlannedRun plan = new PlannedRun(RunScript.ASSET_JOB, range, days, List.of("daily"), List.of());
        PlannedStep step = new PlannedStep("daily", List.of(), List.of("daily"), List.of());
        String text = log(false, listener -> {
                    RunScript script = new RunScript(listener, "run-1", RunScript.ASSET_JOB, range);
                    script.tell(new Planned(RunScript.LOCATION, List.of(plan), List.of()))
                            .tell(new RunStarted(
                                    "run-1",
                                    RunScript.LOCATION,
                                    RunScript.ASSET_JOB,
                                    range,
                                    days,
                                    null,
                                    0,
                                    List.of(step)))
                            .begin("daily");
                    days.forEach(
                            day -> script.tell(new AssetMaterialized("run-1", "daily", "daily", day, 0, Map.of())));
                    script.succeed("daily", 1.5).end("SUCCESS");
                })
                .text();

        assertThat(text)
                .contains("Running my_project: 1 asset, 366 partitions (d000 … d365)\n")
                .contains(
                        "[INFO] daily[d000...d365] ............................... SUCCESS [  1.500 s] (366 partitions)\n")
                .contains("[INFO] Assets: 366 materialised\n")
                .doesNotContain("daily[d001]");
    }
}
