package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.DefinitionsDiffMarkdown;
import io.github.dagstermaven.report.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @TempDir
    private Path directory;

    @Test
    void whatHasBecomeASecretSinceIsNotToldOfTheBaseline() throws IOException {
        String secret = "s3cr3t_of*the$" + "others";
        Secrets secrets = new Secrets(Map.of("TOKEN", secret));
        ManifestFile now = new ManifestFile(directory.resolve("now.json"), directory, secrets);
        Path file = Files.writeString(directory.resolve("before.json"), """
                {"schemaVersion": 1, "assets": [{"location": "shop", "repository": "r", "key": "orders", "type": "%s %s"}]}
                """.formatted("x", secret));
        Path other = Files.writeString(directory.resolve("other.json"), """
                {"schemaVersion": 1, "assets": [{"location": "shop", "repository": "r", "key": "orders", "type": "All"}]}
                """);
        Baseline baseline = new Baseline(
                "1.0", file, ManifestFile.read(file, "1.0", "baseline").definitions());

        String text = new DefinitionsDiffMarkdown(directory, secrets)
                .of(
                        "shop",
                        DefinitionsDiff.between(
                                "1.0",
                                baseline.masked(now).definitions(),
                                ManifestFile.read(other, "now", "baseline").definitions()),
                        null);

        assertThat(text).contains("orders").doesNotContain("s3cr3t");
    }
}
