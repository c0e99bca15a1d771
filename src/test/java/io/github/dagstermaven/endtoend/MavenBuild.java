package io.github.dagstermaven.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/** A real Maven build of a project with the plugin as it was packaged by this build. */
record MavenBuild(int exitCode, List<String> lines) {

    /** Where the packaged plugin was installed for the examples of {@code src/it}. */
    static final Path REPOSITORY = Path.of(System.getProperty("endtoend.repository", "target/it-repository"))
            .toAbsolutePath();

    private static final String VERSION = System.getProperty("project.version", "0.1.0-SNAPSHOT");

    /** Builds with the Maven that runs this build. */
    static MavenBuild run(Path project, String... arguments) {
        return run(Path.of(System.getProperty("maven.home", "")), project, arguments);
    }

    /** Builds with that Maven. */
    static MavenBuild run(Path mavenHome, Path project, String... arguments) {
        List<String> lines = new ArrayList<>();
        InvocationRequest request = new DefaultInvocationRequest();
        request.setBaseDirectory(project.toFile());
        request.setBatchMode(true);
        request.setNoTransferProgress(!mavenHome.toString().contains("3.6.0"));
        request.setLocalRepositoryDirectory(REPOSITORY.toFile());
        request.setMavenOpts("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        request.addArgs(Arrays.asList(arguments));
        request.setOutputHandler(lines::add);
        request.setErrorHandler(lines::add);
        request.setMavenHome(mavenHome.toFile());
        try {
            InvocationResult result = new DefaultInvoker().execute(request);
            return new MavenBuild(result.getExitCode(), lines);
        } catch (MavenInvocationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A goal of the plugin, by its full name. */
    static String goal(String name) {
        return "io.github.dagster-maven:dagster-maven-plugin:" + VERSION + ":" + name;
    }

    /** A copy of an example of {@code src/it}, with the plugin's version filled in. */
    static Path copyOf(String example, Path target) {
        Path source = Path.of("src/it").resolve(example);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.startsWith(source.resolve("target"))) {
                    continue;
                }
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (file.getFileName().toString().equals("pom.xml")) {
                    Files.writeString(copy, Files.readString(file).replace("@project.version@", VERSION));
                } else {
                    Files.copy(file, copy);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that was printed. */
    String log() {
        return String.join("\n", lines);
    }

    /** Everything that was printed, but for the codes with which some scripts that start Maven reset the colours. */
    String printed() {
        return log().replaceAll("\u001b\\[[0-9;]*m", "").strip();
    }
}
