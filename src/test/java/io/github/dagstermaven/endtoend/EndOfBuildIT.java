package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.quality.TestedDagster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a build ends, nothing of it is left running, and what it did is written down when there is anybody left to do it. */
@EnabledOnOs(OS.LINUX)
class EndOfBuildIT {

    private static final String ENDLESS = """
            import ctypes, subprocess, sys, time
            from pathlib import Path
            from dagster import Definitions, asset

            def sleep() -> None:
                time.sleep(3600)

            def sleep_whatever_comes() -> None:
                while True:
                    try:
                        time.sleep(3600)
                    except BaseException:
                        pass

            def sleep_in_native_code() -> None:
                # PyDLL keeps Python's lock during the call: no other thread of the process runs.
                ctypes.PyDLL(None).sleep(3600)

            @asset
            def endless() -> None:
                # Three of them: a plain child, one of a session of its own, and one that ignores the polite signals.
                children = [
                    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]),
                    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True),
                    subprocess.Popen([sys.executable, "-c", "import signal, time;"
                        " signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN);"
                        " time.sleep(3600)"]),
                ]
                part = Path(__file__).parent / "pids.part"
                part.write_text(" ".join(str(child.pid) for child in children))
                part.rename(Path(__file__).parent / "pids")
                %s()

            defs = Definitions(assets=[endless])
            """;

    @TempDir
    Path project;

    private RunningBuild build;

    @AfterEach
    void leaveNothingBehind() throws Exception {
        if (build != null) {
            build.end();
        }
    }

    @ParameterizedTest
    @CsvSource({"sleep, INT", "sleep, TERM", "sleep_whatever_comes, INT", "sleep_in_native_code, TERM"})
    void aBuildThatIsToldToEndWritesDownThatItsRunWasCancelled(String asset, String signal) throws Exception {
        startABuildThatNeverEnds(asset);

        build.send(signal);

        build.assertEnds();
        assertNothingIsLeftRunning();
        assertTheRunIsCancelled("the build was interrupted while step endless was running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "sleep_whatever_comes", "sleep_in_native_code"})
    void aBuildThatIsKilledLeavesNothingRunning(String asset) throws Exception {
        startABuildThatNeverEnds(asset);

        build.send("KILL");

        build.assertEnds();
        assertNothingIsLeftRunning();
    }

    @Test
    void nativeCodeThatStopsEveryThreadOfPythonIsEndedWhenItsTimeIsUp() throws Exception {
        startABuildThatNeverEnds("sleep_in_native_code", "-Ddagster.timeout=25s");

        build.assertEnds();

        assertNothingIsLeftRunning();
        String timeout = "timed out after 25 s (<timeout> or -Ddagster.timeout) while step endless was running";
        assertTheRunIsCancelled(timeout);
        assertThat(build.log()).contains(timeout, "1 asset failed: endless (Timeout: timed out", "BUILD FAILURE");
    }

    @Test
    void aProgramEndsWithABuildThatIsKilled() throws Exception {
        MavenBuild.copyOf("asset-materialize-single-file", project);
        Files.writeString(project.resolve("endless.py"), """
                import os, subprocess, time
                child = subprocess.Popen(["sleep", "600"], start_new_session=True)
                with open("writing", "w") as file:
                    file.write(f"{os.getpid()} {child.pid}")
                os.rename("writing", "pids")
                time.sleep(600)
                """);
        startAndAwait(MavenBuild.goal("cli"), "-Ddagster.args=python endless.py");

        build.send("KILL");

        assertNothingIsLeftRunning();
    }

    private void startABuildThatNeverEnds(String asset, String... arguments) throws Exception {
        MavenBuild.copyOf("asset-materialize-single-file", project);
        Files.writeString(project.resolve("definitions.py"), ENDLESS.formatted(asset));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("verify");
        startAndAwait(all.toArray(String[]::new));
    }

    private void startAndAwait(String... arguments) throws Exception {
        build = RunningBuild.start(project, arguments);
        Processes.await("the user's code runs", Duration.ofMinutes(3), () -> {
            build.assertIsRunning();
            return Files.exists(project.resolve("pids"));
        });
    }

    private void assertNothingIsLeftRunning() throws Exception {
        for (String pid : Files.readString(project.resolve("pids")).split(" ")) {
            Processes.await(
                    "grandchild " + pid + " has ended",
                    Processes.PATIENCE,
                    () -> !Processes.isAlive(Long.parseLong(pid)));
        }
        build.assertNothingIsLeftRunning();
    }

    private void assertTheRunIsCancelled(String why) throws IOException {
        Path results = project.resolve("target/dagster/run-results.json");
        assertThat(results).as(build::log).isRegularFile();
        assertThat(Files.readString(results)).contains("\"status\": \"CANCELED\"", why);
        try (Stream<Path> reports = Files.list(project.resolve("target/dagster-reports"))) {
            assertThat(reports.toList())
                    .singleElement()
                    .satisfies(report -> assertThat(Files.readString(report))
                            .contains(
                                    "name=\"endless\"",
                                    "<error",
                                    why.replace("<", "&lt;").replace(">", "&gt;")));
        }
        assertThat(statusesInTheInstance()).containsExactly("CANCELED");
    }

    private List<String> statusesInTheInstance() throws IOException {
        String script = "import sys; from dagster import DagsterInstance;"
                + " print(*(run.status.value for run in DagsterInstance.from_config(sys.argv[1]).get_runs()), sep='\\n')";
        String python = TestedDagster.NEWEST.environment().interpreter().toString();
        String home = project.resolve("target/dagster/home").toString();
        return ChildProcess.run(
                        Command.inheriting(List.of(python, "-c", script, home), project),
                        Duration.ofSeconds(60),
                        line -> {})
                .stdout()
                .lines()
                .toList();
    }
}
