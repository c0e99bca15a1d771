package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.quality.TestedDagster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    private Path output;
    private Process maven;

    @AfterEach
    void leaveNothingBehind() throws IOException {
        maven.destroyForcibly();
        for (long pid : Processes.mentioning(project)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void itListensUntilMavenIsToldToEnd() throws Exception {
        Files.writeString(
                project.resolve("shop.py"),
                "from dagster import Definitions, asset\n\n@asset\ndef a(): ...\n\ndefs ="
                        + " Definitions(assets=[a])\n");
        output = project.resolve("maven.log");
        maven = MavenBuild.start(
                project,
                output,
                MavenBuild.goal("code-server-start"),
                "-Ddagster.moduleName=shop",
                "-Ddagster.python=" + TestedDagster.NEWEST.environment().interpreter());
        Processes.await("the address in " + output, Duration.ofMinutes(3), () -> port() > 0);
        Processes.await("an open port", Duration.ofSeconds(30), () -> isOpen(port()));

        new ProcessBuilder("kill", "-INT", Long.toString(maven.pid())).start().waitFor();

        assertThat(maven.waitFor(40, TimeUnit.SECONDS)).as(this::log).isTrue();
        assertThat(isOpen(port())).isFalse();
        Processes.await("nothing is left", Duration.ofSeconds(10), () -> {
            try {
                return Processes.mentioning(project).isEmpty();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private int port() {
        Matcher address = ADDRESS.matcher(log());
        return address.find() ? Integer.parseInt(address.group(1)) : 0;
    }

    private String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
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
