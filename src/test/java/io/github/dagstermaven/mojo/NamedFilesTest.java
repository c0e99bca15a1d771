package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.project.FileStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code skipUnchanged} knows of the files that parameters name. */
class NamedFilesTest {
    @TempDir
    Path folder;

    @Test
    void aBaselineWhosePathLooksLikeAPatternIsAFile() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("releases [old]"));
        Path baseline = Files.writeString(elsewhere.resolve("manifest.json"), "{}");
        NamedFiles files = new NamedFiles(folder.resolve("project"), List.of(), List.of(baseline));

        assertThat(files.unsure()).isEmpty();
        Map<String, String> before = states(files);
        assertThat(states(files)).isEqualTo(before);
        Files.writeString(baseline, "{\"assets\": []}");
        assertThat(states(files)).isNotEqualTo(before);
    }

    @Test
    void whatAPatternOutsideTheProjectNamesCannotBeTold() {
        Path project = folder.resolve("project");

        assertThat(new NamedFiles(project, List.of("config/*.yaml"), List.of()).unsure())
                .isEmpty();
        assertThat(new NamedFiles(project, List.of("../shared/*.yaml"), List.of()).unsure())
                .isPresent();
    }

    private static Map<String, String> states(NamedFiles files) throws IOException {
        return files.states(new FileStates("salt"));
    }
}
