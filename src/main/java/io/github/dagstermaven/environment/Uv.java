package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import io.github.dagstermaven.project.VersionSpecifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of uv that are needed. Index, credentials and offline mode are in its environment variables. */
final class Uv {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Pattern INSTALLED =
            Pattern.compile("^cpython-([0-9]+\\.[0-9]+\\.[0-9]+)-\\S+\\s+(.+?)(?: -> .*)?$");

    private final Path executable;
    private final Map<String, String> variables;
    private final boolean offline;

    Uv(Path executable, Map<String, String> variables, boolean offline) {
        this.executable = executable;
        this.variables = variables;
        this.offline = offline;
    }

    /** A CPython of this machine. */
    record SystemPython(String version, Path executable) {}

    /** The CPythons that are installed, newest first; neither pre-releases nor free-threaded builds. */
    List<SystemPython> installedPythons(Path directory) throws IOException {
        CommandResult result = run(directory, "python", "list", "--only-installed");
        if (!result.succeeded()) {
            throw failed("Looking for Python", result);
        }
        return result.stdout()
                .lines()
                .map(line -> INSTALLED.matcher(line.strip()))
                .filter(Matcher::matches)
                .map(matcher -> new SystemPython(matcher.group(1), directory.resolve(matcher.group(2))))
                // Stable: of the same version the first on the PATH stays first.
                .sorted((left, right) -> VersionSpecifier.compare(right.version(), left.version()))
                .toList();
    }

    /** Downloads a Python; true when that succeeded. */
    boolean installPython(Path directory, String request) throws IOException {
        return run(directory, "python", "install", "--no-bin", request).succeeded();
    }

    /** The requirements of a project's lock, with versions and hashes, without the project itself. */
    String exportLock(Path directory) throws IOException {
        CommandResult result =
                run(directory, "export", "--frozen", "--no-emit-project", "--no-header", "--no-annotate", "--quiet");
        if (!result.succeeded()) {
            throw failed("Reading uv.lock", result);
        }
        return result.stdout();
    }

    /**
     * Chooses a version of each requirement.
     *
     * @param input files with requirements, and what to call them in messages
     * @param constraints a file with constraints
     * @param overrides a file with overrides
     * @param output where the result is written; versions that are there already are preferred
     * @param oldestPython the oldest Python of a result for every platform; null for a result for this interpreter
     */
    void compile(
            Path directory,
            Path interpreter,
            Map<Path, String> input,
            Path constraints,
            Path overrides,
            Path output,
            String oldestPython,
            boolean refresh)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("pip", "compile"));
        input.keySet().forEach(file -> arguments.add(file.toString()));
        // Nothing said leaves the word to the user's UV_CONSTRAINT and UV_OVERRIDE.
        if (Files.size(constraints) > 0) {
            arguments.addAll(List.of("--constraints", constraints.toString()));
        }
        if (Files.size(overrides) > 0) {
            arguments.addAll(List.of("--overrides", overrides.toString()));
        }
        arguments.addAll(List.of(
                "--output-file",
                output.toString(),
                "--python",
                interpreter.toString(),
                "--generate-hashes",
                "--no-header",
                "--no-annotate",
                "--quiet"));
        if (oldestPython != null) {
            arguments.addAll(List.of("--universal", "--python-version", oldestPython));
        }
        if (refresh) {
            arguments.add("--refresh");
        }
        CommandResult result = run(directory, arguments.toArray(String[]::new));
        if (!result.succeeded()) {
            throw new UvFailure("Choosing versions of the requirements", result, offline)
                    .calling(input)
                    .of(directory)
                    .exception();
        }
    }

    /** Creates a virtual environment. */
    void createEnvironment(Path directory, Path interpreter, Path environment) throws IOException {
        CommandResult result = run(
                directory,
                "venv",
                "--quiet",
                "--no-project",
                "--allow-existing",
                "--python",
                interpreter.toString(),
                environment.toString());
        if (!result.succeeded()) {
            throw failed("Creating the virtual environment", result);
        }
    }

    /** Installs exactly what a file lists and compiles it to bytecode. */
    void install(Path directory, Path interpreter, Path requirements) throws IOException {
        CommandResult result = run(
                directory,
                "pip",
                "sync",
                "--quiet",
                "--compile-bytecode",
                "--python",
                interpreter.toString(),
                requirements.toString());
        if (!result.succeeded()) {
            throw failed("Installing the requirements", result);
        }
    }

    private CommandResult run(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(Arrays.asList(arguments));
        return ChildProcess.run(new Command(command, directory, variables), TIMEOUT, line -> {});
    }

    private DagsterException failed(String action, CommandResult result) {
        return new UvFailure(action, result, offline).exception();
    }
}
