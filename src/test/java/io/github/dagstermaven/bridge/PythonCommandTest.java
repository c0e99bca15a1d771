package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.process.Command;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonCommandTest {

    @TempDir
    Path folder;

    @Test
    void programsBesideTheInterpreterComeFirstOnThePath() {
        Command command = command(Map.of());

        assertThat(command.environment().get("PATH"))
                .startsWith(folder.resolve("bin") + File.pathSeparator)
                .endsWith(System.getenv("PATH"));
    }

    @Test
    void aPathThatTheUserGivesComesAfterThem() {
        Command command = command(Map.of("PATH", "/opt/tools"));

        assertThat(command.environment())
                .containsEntry("PATH", folder.resolve("bin") + File.pathSeparator + "/opt/tools");
    }

    @Test
    void neitherSecretsNorTheProjectStandOnTheCommandLine() {
        assertThat(command(Map.of()).arguments())
                .containsExactly(folder.resolve("bin/python").toString(), "-X", "utf8", "-m", "dagster_maven_bridge");
    }

    private Command command(Map<String, String> variables) {
        Path interpreter = folder.resolve("bin/python");
        CodeTarget target = new CodeTarget(CodeTarget.Kind.PYTHON_FILE, List.of("shop.py"), null, folder);
        return PythonCommand.of(
                new LocalDagster.Settings(
                        interpreter,
                        folder,
                        List.of(folder),
                        folder,
                        target,
                        folder,
                        null,
                        variables,
                        new Secrets(Map.of("TOKEN", "hunter22")),
                        1,
                        folder),
                interpreter);
    }
}
