package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinesTest {
    @TempDir
    private Path project;

    private void refuse(String name) {
        Baselines.refuseWritten(name, project, project.resolve("target/dagster/manifest.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"target/dagster/manifest.json", "./target/../target/dagster/manifest.json"})
    void theManifestThatTheBuildWritesIsNoBaseline(String name) {
        assertThatThrownBy(() -> refuse(name))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("is written by this build");
    }

    @Test
    void norIsAnotherNameOfIt() throws IOException {
        Files.createDirectories(project.resolve("target/dagster"));
        Files.writeString(project.resolve("target/dagster/manifest.json"), "{}");
        Files.createSymbolicLink(project.resolve("baseline.json"), project.resolve("target/dagster/manifest.json"));
        assertThatThrownBy(() -> refuse("baseline.json")).isInstanceOf(PipelineException.class);
    }

    @Test
    void aCopyOfItIsOne() throws IOException {
        Files.createDirectories(project.resolve("target/dagster"));
        Files.writeString(project.resolve("target/dagster/manifest.json"), "{}");
        Files.writeString(project.resolve("baseline.json"), "{}");
        assertThatCode(() -> {
                    refuse("baseline.json");
                    refuse("com.example:shop:1.0");
                    refuse("RELEASE");
                })
                .doesNotThrowAnyException();
    }
}
