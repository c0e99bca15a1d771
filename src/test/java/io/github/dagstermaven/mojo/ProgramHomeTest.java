package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know of a home by its folder alone find there the settings that hold for the build. */
class ProgramHomeTest {
    @TempDir
    Path project;

    private Path settings;

    @BeforeEach
    void home() {
        settings = project.resolve("target/dagster/home/dagster.yaml");
    }

    @Test
    void aHomeOfThePluginsOwnHasTheSettingsThatPythonWouldWrite() throws IOException {
        prepare();

        assertThat(pythonSide()).contains(Files.readString(settings).replace("\n", "\\n"));
    }

    @Test
    void pythonKnowsACopyByItsFirstLine() throws IOException {
        Files.writeString(project.resolve("dagster.yaml"), "run_retries:\n  enabled: true\n");

        prepare();

        assertThat(settings).content().startsWith(ProgramHome.COPIED);
        assertThat(pythonSide()).contains("\"" + ProgramHome.COPIED + "\"");
    }

    @Test
    void theSettingsOfTheProjectAreFoundInTheHomeAsLongAsThereAreAny() throws IOException {
        Path users = Files.writeString(project.resolve("dagster.yaml"), "run_retries:\n  enabled: true\n");

        prepare();
        assertThat(settings)
                .content()
                .endsWith("run_retries:\n  enabled: true\n")
                .contains(users.toString());

        Files.writeString(users, "run_retries:\n  enabled: false\n");
        prepare();
        assertThat(settings).content().endsWith("run_retries:\n  enabled: false\n");

        Files.delete(users);
        prepare();
        assertThat(settings).hasContent(ProgramHome.OWN_SETTINGS);
    }

    @Test
    void whatTheUserHasWrittenInTheHomeStays() throws IOException {
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "run_retries:\n  enabled: true\n");

        prepare();

        assertThat(settings).hasContent("run_retries:\n  enabled: true\n");
    }

    private static String pythonSide() throws IOException {
        return Files.readString(Path.of("src/main/python/dagster_maven_bridge/instances/home_settings.py"));
    }

    private void prepare() {
        BuildLayout layout = new BuildLayout(project.resolve("target"));
        new ProgramHome(new HomeParameters(null, null, project, project, layout)).prepared();
    }
}
