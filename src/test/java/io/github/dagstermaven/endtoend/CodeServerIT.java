package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.quality.TestedDagster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A code server listens at the address that it tells, until Maven is told to end; then nothing of it is left. */
@EnabledOnOs(OS.LINUX)
class CodeServerIT {
    private static final Pattern ADDRESS = Pattern.compile("Code server of shop at localhost:(\\d+); Ctrl-C ends it");

    @TempDir
    Path project;

    private RunningBuild build;

    @AfterEach
    void leaveNothingBehind() throws Exception {
        if (build != null) {
            build.end();
        }
    }

    @Test
    void itListensUntilMavenIsToldToEnd() throws Exception {
        Files.writeString(
                project.resolve("shop.py"),
                "from dagster import Definitions, asset\n\n@asset\ndef a(): ...\n\ndefs ="
                        + " Definitions(assets=[a])\n");
        build = RunningBuild.start(
                project,
                MavenBuild.goal("code-server-start"),
                "-Ddagster.moduleName=shop",
                "-Ddagster.python=" + TestedDagster.NEWEST.environment().interpreter());
        Processes.await("the address is told", Duration.ofMinutes(3), () -> {
            build.assertIsRunning();
            return port() > 0;
        });
        Processes.await("an open port", Processes.PATIENCE, () -> isOpen(port()));

        build.send("INT");

        build.assertEnds();
        assertThat(isOpen(port())).isFalse();
        build.assertNothingIsLeftRunning();
    }

    private int port() {
        Matcher address = ADDRESS.matcher(build.log());
        return address.find() ? Integer.parseInt(address.group(1)) : 0;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
