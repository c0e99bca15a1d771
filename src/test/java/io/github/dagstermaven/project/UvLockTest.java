package io.github.dagstermaven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a lock is the lock of its project; the lock here is one that uv has written for {@link #DEPENDENCIES}. */
class UvLockTest {
    private static final String DEPENDENCIES = """
            "dagster <2,>=1.12", "Six~=1.16; python_version < '3.13'", "pyyaml[x]", "my.lib", "far @ https://x.test/far.zip",
            """;
    private static final String LOCK = """
            version = 1
            revision = 3
            requires-python = ">=3.10, <3.13"

            [[package]]
            name = "c"
            version = "0"
            source = { virtual = "." }

            [package.metadata]
            requires-dist = [
                { name = "dagster", specifier = ">=1.12,<2" },
                { name = "far", url = "https://x.test/far.zip" },
                { name = "my-lib", editable = "../lib" },
                { name = "pytest", marker = "extra == 'dev'", specifier = ">=8" },
                { name = "pyyaml", extras = ["x"] },
                { name = "six", marker = "python_full_version < '3.13'", specifier = "~=1.16" },
            ]

            [[package]]
            name = "dagster"
            version = "1.12.22"
            """;

    @TempDir
    Path directory;

    @Test
    void aLockThatWasWrittenForTheProjectIsCurrentHoweverUvHasPutIt() throws IOException {
        project(DEPENDENCIES);
        write("uv.lock", LOCK);

        assertThatCode(() -> PythonProject.at(directory).requireCurrentLock()).doesNotThrowAnyException();
        assertThat(PythonProject.at(directory).lockedDagsterVersion()).contains("1.12.22");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '^',
            value = {
                "<2,|<1.13,> it was not written for 'dagster <1.13,",
                "\"pyyaml[x]\",|\"pyyaml\", \"pandas\",> it was not written for 'pandas'",
                "\"my.lib\",|> it was written for 'my-lib' too",
            })
    void aChangeOfTheRequirementsMakesItStale(String change, String why) throws IOException {
        String[] words = change.split("\\|", -1);
        project(DEPENDENCIES.replace(words[0], words[1]));
        write("uv.lock", LOCK);

        Problem problem = problem();

        assertThat(problem.message()).startsWith("uv.lock is older than pyproject.toml: " + why);
        assertThat(problem.at().file())
                .isEqualTo(directory.resolve("pyproject.toml").toString());
        assertThat(problem.at().line()).isPositive();
        assertThat(problem.remedy()).isEqualTo("Write the lock anew with 'uv lock'.");
    }

    @Test
    void aProjectThatTheLockDoesNotKnowMakesItStale() throws IOException {
        write("pyproject.toml", "[project]\nname = \"renamed\"\ndependencies = []\n");
        write("uv.lock", LOCK);

        assertThat(problem().message()).isEqualTo("uv.lock is older than pyproject.toml: it has no project renamed");
    }

    @Test
    void aLockThatIsNotTomlIsAnErrorWithItsLine() throws IOException {
        project(DEPENDENCIES);
        write("uv.lock", "version = 1\n<<<<<<< HEAD\n");

        PipelineException error = catchThrowableOfType(
                PipelineException.class, () -> PythonProject.at(directory).lockedDagsterVersion());

        assertThat(error).hasMessageStartingWith("uv.lock is not valid TOML");
        assertThat(error.problems().get(0).at().line()).isEqualTo(2);
        assertThat(error.problems().get(0).remedy()).contains("uv lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a = 1"})
    void aFileThatIsNoLockIsAnError(String content) throws IOException {
        project(DEPENDENCIES);
        write("uv.lock", content);

        assertThat(catchThrowableOfType(
                        PipelineException.class,
                        () -> PythonProject.at(directory).lockedDagsterVersion()))
                .hasMessage("uv.lock is not a lock of uv");
    }

    private Problem problem() {
        return catchThrowableOfType(
                        PipelineException.class,
                        () -> PythonProject.at(directory).requireCurrentLock())
                .problems()
                .get(0);
    }

    private void project(String dependencies) throws IOException {
        write("pyproject.toml", "[project]\nname = \"C\"\ndependencies = [\n" + dependencies + "]\n");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
