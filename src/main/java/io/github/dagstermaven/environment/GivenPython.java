package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.files.AtomicFile;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import io.github.dagstermaven.project.Fingerprint;
import io.github.dagstermaven.project.VersionSpecifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

/** An interpreter that the user names: used as it is, asked once for its versions. */
final class GivenPython {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(60);
    /** Runs on any Python 3, so that one that is too old can be told so. */
    private static final String PROBE = String.join(
            "\n",
            "import sys",
            "print('%d.%d.%d' % tuple(sys.version_info[:3]))",
            "try:",
            "    from importlib import metadata",
            "    found = metadata.distribution('dagster')",
            "    print(found.version)",
            "    print(found.locate_file('.'))",
            "except Exception:",
            "    pass");

    private final Specification specification;
    private final Consumer<String> log;
    private final Cache cache;

    GivenPython(Specification specification, Consumer<String> log) {
        this.specification = specification;
        this.log = log;
        this.cache = new Cache(specification.cacheDirectory());
    }

    PythonEnvironment resolve() {
        Path interpreter = locate();
        try {
            Probed probed = probe(interpreter);
            DagsterSupport.requireSupported(probed.dagster(), "of " + interpreter);
            new UnusedEntries(cache).markUsed(cache.schemas(probed.dagster()));
            Path bridge = new BridgeFiles(cache, log).provide(interpreter, probed.python());
            return new PythonEnvironment(interpreter, probed.python(), probed.dagster(), true, null, bridge, false);
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    private record Probed(String python, String dagster) {}

    /** The file as named, never what a link leads to: a virtual environment's Python is a link, and means more. */
    private Path locate() {
        Path given = specification.python();
        Path path = specification.project().directory().resolve(given).normalize();
        if (Files.isDirectory(path) && Files.exists(Platform.current().interpreter(path))) {
            return Platform.current().interpreter(path);
        }
        if (!Files.exists(path) && given.getNameCount() == 1 && !given.isAbsolute()) {
            Optional<Path> onPath = Executables.find(given.toString(), specification.variables());
            if (onPath.isPresent()) {
                return onPath.get();
            }
        }
        if (!Files.isRegularFile(path)) {
            throw unusable(
                    "The Python interpreter " + path + (Files.exists(path) ? " is not a file" : " does not exist"),
                    null,
                    null);
        }
        if (!Files.isExecutable(path)) {
            throw unusable("The Python interpreter " + path + " is not executable", null, null);
        }
        return path;
    }

    private Probed probe(Path interpreter) throws IOException {
        Path file = cache.interpreters()
                .resolve(new Fingerprint().add("path", interpreter).hex() + ".properties");
        Properties known = Resolution.properties(file).orElseGet(Properties::new);
        String folder = known.getProperty("folder");
        if (folder != null && state(interpreter, Path.of(folder)).equals(known.getProperty("state"))) {
            new UnusedEntries(cache).markUsed(file);
            return new Probed(known.getProperty("python"), known.getProperty("dagster"));
        }
        List<String> answer = ask(interpreter);
        String python = answer.get(0);
        if (VersionSpecifier.compare(python, "3.10") < 0) {
            throw unusable(interpreter + " is Python " + python + ": 3.10 or newer is needed", null, null);
        }
        if (answer.size() < 3) {
            throw new PlatformException(
                    Problem.ofValue(
                            "environment_error",
                            "Dagster is not installed in " + interpreter + " (Python " + python + ")",
                            "interpreter",
                            interpreter.toString(),
                            "python",
                            List.of(),
                            "Install it with '" + interpreter + " -m pip install dagster', or leave out <python>"
                                    + " (-Ddagster.python) and let the plugin provide an environment."),
                    null);
        }
        Path sitePackages = Path.of(answer.get(2));
        try {
            AtomicFile.write(
                    file,
                    Resolution.text(Map.of(
                            "python",
                            python,
                            "dagster",
                            answer.get(1),
                            "folder",
                            sitePackages.toString(),
                            "state",
                            state(interpreter, sitePackages))));
        } catch (IOException e) {
            log.accept("The versions of " + interpreter + " cannot be remembered: " + e.getMessage());
        }
        return new Probed(python, answer.get(1));
    }

    private List<String> ask(Path interpreter) {
        CommandResult result;
        try {
            result = ChildProcess.run(
                    new Command(
                                    List.of(interpreter.toString(), "-c", PROBE),
                                    specification.project().directory(),
                                    specification.variables())
                            .without(Set.of("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")),
                    PROBE_TIMEOUT,
                    line -> {});
        } catch (IOException e) {
            throw unusable(interpreter + " cannot be started: " + e.getMessage(), null, e);
        }
        List<String> lines = result.stdout().lines().map(String::strip).toList();
        if (!result.succeeded() || lines.isEmpty() || !lines.get(0).matches("[0-9]+\\.[0-9]+\\.[0-9]+")) {
            throw unusable(
                    interpreter + " is not a working Python interpreter"
                            + (result.timedOut()
                                    ? ": it did not answer"
                                    : " (" + result.exit().describe() + ")"),
                    result.stderr(),
                    null);
        }
        return lines;
    }

    /** Changes when another Python is put there, or something is installed beside Dagster. */
    private static String state(Path interpreter, Path sitePackages) throws IOException {
        if (!Files.isDirectory(sitePackages)) {
            return "absent";
        }
        BasicFileAttributes attributes = Files.readAttributes(interpreter, BasicFileAttributes.class);
        return attributes.size() + "@" + attributes.lastModifiedTime().toMillis() + "/"
                + Files.getLastModifiedTime(sitePackages).toMillis();
    }

    private static PlatformException unusable(String message, String trace, Throwable cause) {
        return new PlatformException(
                List.of(Problem.ofValue(
                        "environment_error",
                        message,
                        "interpreter",
                        null,
                        "python",
                        List.of(),
                        "Correct <python> (-Ddagster.python), or leave it out and let the plugin provide an"
                                + " environment.")),
                trace,
                cause);
    }
}
