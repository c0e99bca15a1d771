package io.github.dagstermaven.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The Python half of the plugin is held to the same standard as the Java half, by the same command, and with tools
 * that the plugin provisions for itself.
 */
class PythonQualityIT {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final List<String> SOURCES = List.of("src/main/python", "src/test/python", "src/bench");
    private static final Duration LIMIT = Duration.ofMinutes(20);

    // Nearly every test waits for a process of its own: as many at a time as there are processors.
    private static final List<String> PYTEST = List.of("-q", "-p", "no:cacheprovider", "-n", "auto", "src/test/python");

    @Test
    void pythonIsFormatted() throws IOException {
        newest().run(
                        ROOT,
                        "ruff",
                        with(List.of("format", "--check", "--diff", "--no-cache", "--config", "config/ruff.toml")));
    }

    @Test
    void pythonPassesTheLinter() throws IOException {
        newest().run(ROOT, "ruff", with(List.of("check", "--no-cache", "--config", "config/ruff.toml")));
    }

    @Test
    void pythonIsStrictlyTyped() throws IOException {
        newest().run(ROOT, "mypy", List.of("--config-file", "config/mypy.ini"));
    }

    @Test
    void theShippedExampleIsFormattedAndLinted() throws IOException {
        Tools tools = newest();
        List<String> example = List.of("--no-cache", "--config", "config/ruff.toml", "src/it/quickstart");
        tools.run(ROOT, "ruff", prepend(List.of("format", "--check", "--diff"), example));
        tools.run(ROOT, "ruff", prepend(List.of("check"), example));
    }

    @Test
    void pythonTestsPassOnTheNewestDagster() throws IOException {
        newest().run(ROOT, "pytest", PYTEST);
    }

    @Test
    void pythonTestsPassOnTheOldestSupportedDagster() throws IOException {
        new Tools(TestedDagster.OLDEST.environment()).run(ROOT, "pytest", PYTEST);
    }

    private static Tools newest() {
        return new Tools(TestedDagster.NEWEST.environment());
    }

    private static List<String> with(List<String> options) {
        return prepend(options, SOURCES);
    }

    private static List<String> prepend(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The command line tools of an environment. */
    private record Tools(PythonEnvironment environment) {

        /** Runs a tool and fails with everything it said when it is not content. */
        void run(Path directory, String tool, List<String> arguments) throws IOException {
            List<String> command = prepend(List.of(environment.interpreter().toString(), "-m", tool), arguments);
            CommandResult result = ChildProcess.run(
                    Command.inheriting(command, directory)
                            .without(Set.of("PYTHONHOME", "VIRTUAL_ENV", "DAGSTER_HOME"))
                            .with(Map.of("PYTHONPATH", "src/main/python", "PYTHONDONTWRITEBYTECODE", "1")),
                    LIMIT,
                    line -> {});
            assertThat(result.succeeded())
                    .as("%s %s%n%s%n%s", tool, String.join(" ", arguments), result.stdout(), result.stderr())
                    .isTrue();
        }
    }
}
