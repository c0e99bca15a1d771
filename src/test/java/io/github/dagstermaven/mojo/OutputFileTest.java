package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    private Path project;

    @Test
    void aFileIsMeantWithinTheProject() {
        assertThat(OutputFile.in(project, new File("target/assets.json")))
                .isEqualTo(project.resolve("target/assets.json"));
    }

    @Test
    void aFolderIsRefusedWithTheNameOfTheParameter() throws IOException {
        Files.createDirectories(project.resolve("target"));
        Problem problem = catchThrowableOfType(
                        PipelineException.class, () -> OutputFile.in(project, new File("target")))
                .problems()
                .get(0);
        assertThat(problem.message())
                .isEqualTo("The answer cannot be written to " + project.resolve("target") + ": it is a folder");
        assertThat(problem.parameter()).isEqualTo("outputFile");
    }
}
