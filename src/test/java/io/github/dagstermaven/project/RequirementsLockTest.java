package io.github.dagstermaven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's requirements.lock: what counts as one, and for which requirements it stands. */
class RequirementsLockTest {
    private static final String PINS = "dagster==1.13.27 \\\n    --hash=sha256:00\n"
            + "numpy==1.26.4 ; python_full_version < '3.11' \\\n    --hash=sha256:00\n"
            + "numpy==2.3.1 ; python_full_version >= '3.11' \\\n    --hash=sha256:00\n";

    @TempDir
    Path project;

    @Test
    void whatWasWrittenIsTheLockOfTheProject() {
        RequirementsLock.write(project, PINS);

        RequirementsLock lock = PythonProject.at(project).requirementsLock().orElseThrow();

        assertThat(lock.dagsterVersion()).isEqualTo("1.13.27");
        assertThat(lock.lines()).hasSize(3).allMatch(line -> line.contains("--hash=sha256:00"));
        assertThatCode(() -> RequirementsLock.requireOurs(project)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dagster==1.13.27\n",
                "-e file:.\ndagster==1.13.27 --hash=sha256:00\n",
                "numpy==2.3.1 --hash=sha256:00\n"
            })
    void theFileOfAnotherToolIsNeitherTheLockNorOverwritten(String content) throws IOException {
        Files.writeString(project.resolve("requirements.lock"), content);

        assertThat(PythonProject.at(project).requirementsLock()).isEmpty();
        assertThatThrownBy(() -> RequirementsLock.requireOurs(project))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("requirements.lock was written by something else and is not overwritten");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dagster>=1.12,<1.14",
                "Dagster[x]",
                "numpy>=2",
                "numpy<2",
                "polars; python_version < '3.9'",
                "./local"
            })
    void itStandsForRequirementsThatItMeets(String line) {
        assertThatCode(() -> lock().requireCurrent(List.of(line, "-e ."), "pyproject.toml"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "polars | it has no 'polars'",
                "numpy>=3 | it has numpy 1.26.4 and 2.3.1, asked for is 'numpy>=3'",
                "dagster==1.12.3 | it has dagster 1.13.27, asked for is 'dagster==1.12.3'"
            })
    void itIsStaleForOthers(String line, String why) {
        assertThatThrownBy(() -> lock().requireCurrent(List.of(line), "pyproject.toml"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("requirements.lock is older than pyproject.toml: " + why);
    }

    private RequirementsLock lock() {
        RequirementsLock.write(project, PINS);
        return PythonProject.at(project).requirementsLock().orElseThrow();
    }
}
