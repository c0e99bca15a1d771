package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.ProblemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file with the value of a known secret is handed out. */
class SecretScanTest {
    private static final Secrets SECRETS = new Secrets(Map.of("WAREHOUSE_PASSWORD", "s3cr3t-value"));

    @TempDir
    Path project;

    @Test
    void aFileWithASecretIsRefusedWithItsLine() throws IOException {
        Path file = Files.writeString(project.resolve("settings.py"), "HOST = 'x'\nPASSWORD = 's3cr3t-value'\n");

        assertThatThrownBy(() -> new SecretScan(SECRETS).requireNone(Map.of("settings.py", file)))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        e -> Assertions.assertThat(new ProblemText(project, SECRETS).text(e))
                                .isEqualTo("settings.py:2: The value of a secret would be packed\n"
                                        + "  Read the secret from the environment, or leave the file out with <excludes> or"
                                        + " -Ddagster.excludes=settings.py"));
    }

    @Test
    void aFileThatOnlyNamesItIsNot() throws IOException {
        Path file = Files.writeString(project.resolve("settings.py"), "EnvVar('WAREHOUSE_PASSWORD')\n");

        assertThatCode(() -> new SecretScan(SECRETS).requireNone(Map.of("settings.py", file)))
                .doesNotThrowAnyException();
    }
}
