package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a build ends, nothing of it is left running. */
@EnabledOnOs(OS.LINUX)
class EndOfBuildIT {

    private static final String ENDLESS = """
            import subprocess, sys, time
            from pathlib import Path
            from dagster import Definitions, asset

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
                time.sleep(3600)

            defs = Definitions(assets=[endless])
            """;

    @TempDir
    Path project;

    private Path output;
    private Process maven;

    @BeforeEach
    void startABuildThatNeverEnds() throws Exception {
        MavenBuild.copyOf("asset-materialize-single-file", project);
        try (var files = Files.list(project)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".py")).toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(project.resolve("definitions.py"), ENDLESS);
        output = project.resolve("build.log");
        maven = MavenBuild.start(project, output, "-Ddagster.pythonFile=definitions.py", "verify");
        Processes.await("the asset runs", Duration.ofMinutes(3), () -> {
            assertThat(maven.isAlive()).as(this::log).isTrue();
            return Files.exists(project.resolve("pids"));
        });
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        maven.destroyForcibly();
        for (long pid : Processes.mentioning(project)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void aSignalToMavenEndsTheWholeTree(String signal) throws Exception {
        String[] pids = Files.readString(project.resolve("pids")).split(" ");

        new ProcessBuilder("kill", "-" + signal, Long.toString(maven.pid()))
                .start()
                .waitFor();

        assertThat(maven.waitFor(30, TimeUnit.SECONDS)).as(this::log).isTrue();
        for (String pid : pids) {
            Processes.await(
                    "grandchild " + pid + " has ended after SIG" + signal,
                    Duration.ofSeconds(15),
                    () -> !Processes.isAlive(Long.parseLong(pid)));
        }
        Processes.await("nothing works in the project any more", Duration.ofSeconds(15), () -> {
            try {
                return Processes.mentioning(project).isEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }
}
