package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty thousand runs, recorded, told and written down as a goal does it, in a Java with little memory. */
class ManyRunsMemoryTest {
    private static final int DAYS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void twentyThousandRunsFitIntoASmallHeap() throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyRunsMemoryTest.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(java.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).isEqualTo("20000 runs, 10000 of them of the goal before\n");
        assertThat(java.exitValue()).isZero();
        assertThat(Files.size(directory.resolve("run-results.json"))).isGreaterThan(5_000_000);
    }

    /** What two goals of a build do, the second with half of the runs. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        RunResults first = goal(directory, DAYS / 2);
        RunResults all = goal(directory, DAYS / 2);
        System.out.println(all.runs().size() + " runs, " + first.runs().size() + " of them of the goal before");
    }

    private static RunResults goal(Path directory, int days) {
        CheckSeverityThreshold threshold = CheckSeverityThreshold.ERROR;
        RunRecorder recorder = new RunRecorder();
        try (EventLogFile log = new EventLogFile(directory.resolve("logs"), Secrets.none())) {
            RunConsole console =
                    new RunConsole(new SilentConsole(), recorder, directory, threshold, Secrets.none(), log::file);
            new ManyRuns(days, Set.of(), day -> {}).tell(recorder.andThen(log).andThen(console));
            RunResults results = recorder.results("build-1", null);
            RunResults all = new ResultsFile(directory.resolve("run-results.json"), directory, Secrets.none())
                    .append(results.withFailures(new Gate(threshold).failures(results)));
            ProblemText problems = new ProblemText(directory, Secrets.none());
            ReportedModule module = new ReportedModule(null, null, directory, directory.resolve("logs"));
            new JUnitReport(directory.resolve("reports"), module, run -> threshold, problems, Secrets.none())
                    .write(all);
            console.close(results, List.of());
            return all;
        }
    }
}
