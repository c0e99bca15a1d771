package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The environments of a cache. One is complete when it has its marker, which is written last: whatever ends a build in
 * between leaves a folder without marker, which the next one builds anew. It is built where it stays, since a virtual
 * environment and its bytecode know their own path.
 */
final class EnvironmentStore {
    private static final String MARKER = "dagster-maven-plugin.properties";
    private static final Duration VERIFY_TIMEOUT = Duration.ofMinutes(5);
    private static final String VERIFY =
            "import sys, dagster; print('.'.join(map(str, sys.version_info[:3])), " + "dagster.__version__)";

    private final Cache cache;
    private final Consumer<String> log;

    EnvironmentStore(Cache cache, Consumer<String> log) {
        this.cache = cache;
        this.log = log;
    }

    /** An environment that is complete and undamaged. */
    record Stored(Path root, Path interpreter, String pythonVersion, String dagsterVersion) {}

    /** The environment of that name, if it is complete and undamaged. */
    Optional<Stored> find(String name) throws IOException {
        Path root = cache.environments().resolve(name);
        Properties marker = Resolution.properties(root.resolve(MARKER)).orElse(null);
        if (marker == null || marker.getProperty("stamp") == null) {
            return Optional.empty();
        }
        String python = marker.getProperty("pythonVersion");
        String dagster = marker.getProperty("dagsterVersion");
        if (!marker.getProperty("stamp").equals(EnvironmentStamp.of(root, python, dagster))) {
            return Optional.empty();
        }
        return Optional.of(new Stored(root, Platform.current().interpreter(root), python, dagster));
    }

    /** Builds an environment in place of whatever is left of it. Only under the lock of its name. */
    Stored build(Resolution resolution, Uv uv, Path directory, Map<String, String> variables) throws IOException {
        Path root = cache.environments().resolve(resolution.environment());
        if (Files.exists(root.resolve(MARKER))) {
            log.accept("The Python environment " + root + " is damaged and is built again");
        }
        // First of all, so that a half deleted environment is not taken for a whole one.
        Files.deleteIfExists(root.resolve(MARKER));
        Cache.delete(root);
        Files.createDirectories(root);
        String dagster = resolution.dagsterVersion().orElse("?");
        log.accept("Building a Python environment: Python " + resolution.pythonVersion() + ", Dagster " + dagster);
        Path interpreter = Platform.current().interpreter(root);
        Path pins = root.resolve("requirements.txt");
        uv.createEnvironment(directory, resolution.python(), root);
        Files.writeString(pins, resolution.pins());
        uv.install(directory, interpreter, pins);
        String[] versions = verify(interpreter, directory, variables);
        Cache.writeAtomically(
                root.resolve(MARKER),
                Resolution.text(Map.of(
                        "pythonVersion",
                        versions[0],
                        "dagsterVersion",
                        versions[1],
                        "stamp",
                        EnvironmentStamp.of(root, versions[0], versions[1]))));
        return new Stored(root, interpreter, versions[0], versions[1]);
    }

    private String[] verify(Path interpreter, Path directory, Map<String, String> variables) throws IOException {
        CommandResult result = ChildProcess.run(
                new Command(List.of(interpreter.toString(), "-I", "-c", VERIFY), directory, variables),
                VERIFY_TIMEOUT,
                line -> {});
        String[] versions = result.stdout().strip().split(" ");
        if (!result.succeeded() || versions.length != 2) {
            String last = result.stderr()
                    .lines()
                    .reduce((before, line) -> line)
                    .orElse(result.exit().describe());
            throw new PlatformException(
                    List.of(Problem.of(
                            "environment_error",
                            "Dagster cannot be imported in the new Python environment: " + last,
                            "The project's requirements do not fit together: correct them, or name an interpreter that"
                                    + " works with <python> (-Ddagster.python).")),
                    result.stderr(),
                    null);
        }
        return versions;
    }
}
