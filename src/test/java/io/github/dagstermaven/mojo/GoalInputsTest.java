package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GoalInputsTest {
    @Test
    void theSettingsOfAnUntouchedHomeAreThoseThatPythonWrites() throws IOException {
        String python = Files.readString(Path.of("src/main/python/dagster_maven_bridge/instances/home_settings.py"));

        assertThat(python).contains('"' + GoalInputs.OWN_SETTINGS.replace("\n", "\\n") + '"');
    }
}
