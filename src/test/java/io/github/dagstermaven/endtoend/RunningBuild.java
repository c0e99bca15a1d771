package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Maven build that runs beside the test. Once it is ended nothing of it runs any more, however far it had come, and its
 * project's folder is empty.
 */
final class RunningBuild {
    private static final Duration ORDERLY_END = Duration.ofSeconds(20);

    private final Path project;
    private final Path output;
    private final Process maven;

    private RunningBuild(Path project, Path output, Process maven) {
        this.project = project;
        this.output = output;
        this.maven = maven;
    }

    /** Starts the Maven that runs this build. */
    static RunningBuild start(Path project, String... arguments) throws IOException {
        // Whatever has started this build: what a terminal sends must arrive.
        return start(List.of("env", "--default-signal=INT"), project, arguments);
    }

    /** The same, started by another program that is given Maven's command line. */
    static RunningBuild start(List<String> launcher, Path project, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
        command.addAll(List.of("-B", "-Dmaven.repo.local=" + MavenBuild.REPOSITORY));
        command.addAll(Arrays.asList(arguments));
        Path output = project.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
        return new RunningBuild(project, output, builder.start());
    }

    /** What was printed so far. */
    String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    void assertIsRunning() {
        assertThat(maven.isAlive()).as(this::log).isTrue();
    }

    void assertEnds() throws InterruptedException {
        assertEndsWithin(Processes.PATIENCE);
    }

    private void assertEndsWithin(Duration limit) throws InterruptedException {
        assertThat(maven.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as(this::log)
                .isTrue();
    }

    void assertSucceedsWithin(Duration limit) throws InterruptedException {
        assertEndsWithin(limit);
        assertThat(maven.exitValue()).as(this::log).isZero();
    }

    /** Sends Maven, and nothing else, a signal by its name. */
    void send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(maven.pid()))
                .start()
                .waitFor();
    }

    /** Waits until no process of the project is left. */
    void assertNothingIsLeftRunning() throws InterruptedException {
        Processes.awaitNoneMentioning(project);
    }

    /** Ends it, orderly if it lets itself be ended so. */
    void end() throws InterruptedException {
        maven.destroy();
        if (!maven.waitFor(ORDERLY_END.toSeconds(), TimeUnit.SECONDS)) {
            maven.destroyForcibly().waitFor();
        }
        // One that is ended may have started another one meanwhile.
        Processes.await("what was left running has been ended", Processes.PATIENCE, () -> {
            List<Long> left = ofProject();
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(RunningBuild::endWithDescendants));
            return left.isEmpty();
        });
        // Whoever is about to become another program belongs to nothing for a moment; it may write once more.
        Processes.await("the project's folder is empty", Processes.PATIENCE, this::hasEmptiedFolder);
    }

    private List<Long> ofProject() {
        try {
            return Processes.mentioning(project);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endWithDescendants(ProcessHandle process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean hasEmptiedFolder() {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(project)) {
                    Files.deleteIfExists(file);
                }
            }
            return true;
        } catch (IOException | UncheckedIOException stillWrittenTo) {
            return false;
        }
    }
}
