package io.github.dagstermaven.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import io.github.dagstermaven.scaffold.Excludes;
import io.github.dagstermaven.scaffold.Layout;
import io.github.dagstermaven.scaffold.ProjectName;
import io.github.dagstermaven.scaffold.ProjectScaffold;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static final List<String> PYTEST_OF_A_NEW_PROJECT =
            List.of("-q", "-p", "no:cacheprovider", "-W", "error::DeprecationWarning");

    @TempDir
    Path folder;

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

    @ParameterizedTest
    @MethodSource("newProjects")
    void aNewProjectIsFormattedAndLintedWhateverItIsCalled(Layout layout, String name) throws IOException {
        Path project = newProject(layout, name);
        Tools tools = newest();
        // With the formatter's own defaults: a new project has no settings for it.
        tools.run(project, "ruff", List.of("format", "--check", "--diff", "--isolated", "--no-cache", "."));
        tools.run(
                project,
                "ruff",
                List.of(
                        "check",
                        "--isolated",
                        "--no-cache",
                        "--target-version=py310",
                        "--select=E,F,W,I,UP,B,C4,SIM,RET,PIE,RUF,ARG,T20,D1,ANN",
                        "."));
    }

    static Stream<Arguments> newProjects() {
        return Arrays.stream(Layout.values())
                .flatMap(layout -> Stream.of("x", "my_project", "quarterly_revenue_reporting_project")
                        .map(name -> Arguments.of(layout, name)));
    }

    @ParameterizedTest
    @EnumSource
    void theTestsOfANewProjectPassOnTheNewestDagster(Layout layout) throws IOException {
        newest().run(newProject(layout, "my_project"), "pytest", PYTEST_OF_A_NEW_PROJECT);
    }

    @Test
    void theTestsOfANewProjectPassOnTheOldestSupportedDagster() throws IOException {
        new Tools(TestedDagster.OLDEST.environment())
                .run(newProject(Layout.CLASSIC, "my_project"), "pytest", PYTEST_OF_A_NEW_PROJECT);
    }

    private Path newProject(Layout layout, String name) {
        new ProjectScaffold(layout, ProjectName.of(name), Excludes.of(List.of()), "1").write(folder);
        return folder.resolve(name);
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
