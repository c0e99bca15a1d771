package io.github.dagstermaven.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.SourceLocation;
import io.github.dagstermaven.process.CommandResult;
import io.github.dagstermaven.process.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what uv has really said. */
class UvFailureTest {
    private static final String NO_SUCH_OPERATOR = """
            error: Couldn't parse requirement in `/work-1/x.in` at position 8
              cause: no such comparison operator ">>"
                     dagster>>1
                            ^^^
            """;

    @TempDir
    Path directory;

    @Test
    void aConflictIsToldInUvsOwnLines() {
        DagsterException failure = failure("""
                error: No solution found when resolving dependencies
                  cause: Because dagster-webserver>=1.13.27 depends on dagster==1.13.27 and you require dagster==1.12.22, we can conclude that A.
                         And because you require dagster-webserver==1.13.27, we can conclude that your requirements are unsatisfiable.
                """, Map.of());

        assertThat(failure).isInstanceOf(PlatformException.class);
        assertThat(failure).hasMessage("""
                Choosing failed: No solution found when resolving dependencies
                Because dagster-webserver>=1.13.27 depends on dagster==1.13.27 and you require dagster==1.12.22, we can conclude that A.
                And because you require dagster-webserver==1.13.27, we can conclude that your requirements are unsatisfiable.""");
    }

    @Test
    void theDrawingsOfAnOlderUvAreLeftOut() {
        assertThat(failure("""
                warning: something
                  × No solution found when resolving dependencies:
                  ╰─▶ Because no-such was not found in the package registry
                      and you require no-such, we can conclude that B.
                """, Map.of())).hasMessage("""
                Choosing failed: No solution found when resolving dependencies:
                Because no-such was not found in the package registry
                and you require no-such, we can conclude that B.""");
    }

    @Test
    void aTemporaryFileIsCalledByWhatItWasMadeFrom() {
        Path file = Path.of("/home/me/a cache/.work-1/requirements.in");

        assertThat(failure("""
                error: Couldn't parse requirement in `/home/me/a cache/.work-1/requirements.in` at position 17
                  cause: Expected one of `@`, `(`, found `b`
                         foo bar baz
                             ^
                """, Map.of(file, "pyproject.toml, <requirements>")))
                .hasMessageStartingWith(
                        "Choosing failed: Couldn't parse requirement in pyproject.toml, <requirements>\n")
                .hasMessageEndingWith("foo bar baz\n^");
    }

    @Test
    void aFaultyRequirementOfTheProjectIsTheUsersErrorWithItsLine() throws IOException {
        Path file = Files.writeString(directory.resolve("pyproject.toml"), """
                [project]
                dependencies = [
                  # not dagster>>1
                  "dagster>>1",
                ]
                """);

        DagsterException failure = failure(NO_SUCH_OPERATOR, Map.of(directory.resolve("x.in"), "pyproject.toml"));

        assertThat(failure).isInstanceOf(PipelineException.class);
        assertThat(failure).hasMessage("'dagster>>1' is no requirement: no such comparison operator \">>\"");
        assertThat(failure.problems().get(0).at()).isEqualTo(new SourceLocation(file.toString(), 4, "\"dagster>>1\","));
    }

    @Test
    void aFaultyRequirementOfThePomIsToldInUvsOwnLines() {
        assertThat(failure(NO_SUCH_OPERATOR, Map.of(Path.of("/work-1/x.in"), "<requirements>")))
                .isInstanceOf(PlatformException.class)
                .hasMessageStartingWith("Choosing failed: Couldn't parse requirement in <requirements>\n");
    }

    @Test
    void aSetupPyThatRaisesIsTheUsersErrorWithItsLine() throws IOException {
        Path setup = directory.resolve("setup.py");
        Files.writeString(setup, "from setuptools import setup\n\nraise RuntimeError(\"boom here\")\n");

        DagsterException failure = failure("""
                error: The build backend returned an error
                  cause: Call to `setuptools.build_meta:__legacy__.get_requires_for_build_wheel` failed (exit status: 1)

                         [stderr]
                         Traceback (most recent call last):
                           File "<string>", line 14, in <module>
                             exec(code, locals())  # noqa: S102 # exec is intentional here
                           File "<string>", line 3, in <module>
                         RuntimeError: boom here
                """, Map.of(setup, "setup.py"));

        assertThat(failure).isInstanceOf(PipelineException.class);
        assertThat(failure).hasMessage("setup.py cannot tell the requirements: RuntimeError: boom here");
        assertThat(failure.problems().get(0).at())
                .isEqualTo(new SourceLocation(setup.toString(), 3, "raise RuntimeError(\"boom here\")"));
        assertThat(failure.trace()).contains("build_meta");
    }

    private DagsterException failure(String stderr, Map<Path, String> names) {
        CommandResult result = new CommandResult(new Exit(2), "", stderr, false);
        return new UvFailure("Choosing", result, false)
                .calling(names)
                .of(directory)
                .exception();
    }
}
