package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.files.AtomicFile;
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
import java.util.regex.Pattern;

/**
 * The environments of a cache. Each is a folder of its own, {@code <name>-<generation>}, that is built where it stays, since a
 * virtual environment and its bytecode know their own path; what makes it <em>the</em> environment of that name is a pointer
 * beside it, which is written last and in one step. Whatever ends a build in between leaves a folder that nothing points at.
 * A damaged one is followed by the next generation, and stays for those that still run on it until it is swept.
 */
final class EnvironmentStore {
    /** The file in an environment that lists what is installed. */
    static final String PINS = "requirements.txt";

    private static final String POINTER = ".properties";
    private static final Duration VERIFY_TIMEOUT = Duration.ofMinutes(5);
    private static final String VERIFY =
            "import sys, dagster; print('.'.join(map(str, sys.version_info[:3])), " + "dagster.__version__)";

    private final Cache cache;
    private final UnusedEntries unused;
    private final Consumer<String> log;

    EnvironmentStore(Cache cache, Consumer<String> log) {
        this.cache = cache;
        this.unused = new UnusedEntries(cache);
        this.log = log;
    }

    /** An environment that is complete and undamaged. */
    record CompleteEnvironment(Path root, Path interpreter, String pythonVersion, String dagsterVersion) {}

    /** The pointer that leads, or led, to a folder. */
    static Path pointer(Path root) {
        return root.resolveSibling(root.getFileName().toString().replaceFirst("-[0-9]+$", "") + POINTER);
    }

    /** The environment of that name, if it is complete and undamaged. */
    Optional<CompleteEnvironment> find(String name) throws IOException {
        Properties pointer = Resolution.properties(cache.environments().resolve(name + POINTER))
                .filter(values -> values.stringPropertyNames()
                        .containsAll(List.of("folder", "pythonVersion", "dagsterVersion", "stamp", "files")))
                .orElse(null);
        if (pointer == null) {
            return Optional.empty();
        }
        Path root = cache.environments().resolve(pointer.getProperty("folder"));
        String python = pointer.getProperty("pythonVersion");
        String dagster = pointer.getProperty("dagsterVersion");
        if (!pointer.getProperty("stamp").equals(EnvironmentStamp.of(root, python, dagster))) {
            return Optional.empty();
        }
        // Thousands of files: not for every build.
        if (unused.isCheckDue(root) && !pointer.getProperty("files").equals(EnvironmentStamp.ofFiles(root, python))) {
            unused.checkAgain(root);
            return Optional.empty();
        }
        return Optional.of(new CompleteEnvironment(root, Platform.current().interpreter(root), python, dagster));
    }

    /** Looks at every file of an environment now; false, and it will be built again, when one is missing or of another size. */
    boolean recheck(Path root) throws IOException {
        unused.checkAgain(root);
        Path pointer = pointer(root);
        Optional<Properties> values = Resolution.properties(pointer);
        if (values.isEmpty()
                || !root.getFileName().toString().equals(values.get().getProperty("folder"))) {
            // Another build has found out already.
            return false;
        }
        return find(pointer.getFileName().toString().replace(POINTER, "")).isPresent();
    }

    /** Builds the next generation of an environment. Only under the lock of its name. */
    CompleteEnvironment build(Resolution resolution, Uv uv, Path directory, Map<String, String> variables)
            throws IOException {
        String name = resolution.environment();
        Path root = cache.environments().resolve(name + "-" + nextGeneration(name));
        Path pointer = pointer(root);
        if (Files.exists(pointer)) {
            log.accept("The Python environment " + name + " is damaged and is built again");
        }
        Files.createDirectories(root);
        String dagster = resolution.dagsterVersion().orElse("?");
        log.accept("Building a Python environment: Python " + resolution.pythonVersion() + ", Dagster " + dagster);
        Path interpreter = Platform.current().interpreter(root);
        Path pins = root.resolve(PINS);
        uv.createEnvironment(directory, resolution.python(), root);
        Files.writeString(pins, resolution.pins());
        uv.install(directory, interpreter, pins);
        String[] versions = verify(interpreter, directory, variables);
        unused.markUsed(root);
        unused.markChecked(root);
        AtomicFile.write(
                pointer,
                Resolution.text(Map.of(
                        "folder",
                        root.getFileName().toString(),
                        "pythonVersion",
                        versions[0],
                        "dagsterVersion",
                        versions[1],
                        "stamp",
                        EnvironmentStamp.of(root, versions[0], versions[1]),
                        "files",
                        EnvironmentStamp.ofFiles(root, versions[0]))));
        return new CompleteEnvironment(root, interpreter, versions[0], versions[1]);
    }

    /** A number that no folder has; folders of builds that were ended before they were complete are removed. */
    private int nextGeneration(String name) throws IOException {
        int next = 1;
        for (Path folder : UnusedEntries.entries(cache.environments())) {
            String file = folder.getFileName().toString();
            if (file.matches(Pattern.quote(name) + "-[0-9]+")) {
                if (unused.wasEverUsed(folder)) {
                    next = Math.max(next, Integer.parseInt(file.substring(name.length() + 1)) + 1);
                } else {
                    Cache.delete(folder);
                }
            }
        }
        return next;
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
