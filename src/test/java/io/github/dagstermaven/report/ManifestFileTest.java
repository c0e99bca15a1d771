package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Manifest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A manifest of before, read again. */
class ManifestFileTest {
    private static final Path GOLDEN = Path.of("src/test/resources/report/manifest.json");

    @TempDir
    private Path directory;

    private Manifest read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("before.json"), text);
        return ManifestFile.read(file, "before.json", "baseline");
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        Manifest manifest = ManifestFile.read(GOLDEN, "manifest.json", "baseline");
        Path file = directory.resolve("again.json");
        ManifestFile again = new ManifestFile(file, directory, Secrets.none());

        again.write(manifest.definitions(), manifest.dagsterVersion(), manifest.pluginVersion());

        assertThat(file).hasSameTextualContentAs(GOLDEN);
        assertThat(again.written(manifest.definitions())).isEqualTo(manifest.definitions());
    }

    @Test
    void fieldsMayBeAbsentAndUnknown() throws IOException {
        Definitions definitions = read("""
                {"schemaVersion": 1, "ofTomorrow": {}, "assets": [{"key": "orders", "colour": "red"}]}
                """).definitions();

        assertThat(definitions.assets().get(0).key()).isEqualTo("orders");
        assertThat(definitions.assets().get(0).deps()).isEmpty();
        assertThat(definitions.assets().get(0).codeHash()).isNull();
        assertThat(definitions.checks()).isEqualTo(List.of());
        assertThat(definitions.assets().get(0).tags()).isEqualTo(Map.of());
    }

    @Test
    void aSecretThatIsMaskedInTheFileIsNoDifference() {
        Definitions definitions =
                ManifestFile.read(GOLDEN, "manifest.json", "baseline").definitions();
        ManifestFile masking = new ManifestFile(GOLDEN, directory, new Secrets(Map.of("TEAM", "team:data")));

        assertThat(masking.written(definitions).assets().get(0).owners()).doesNotContain("team:data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import dagster | is no manifest of this plugin: it cannot be read as JSON",
                "[] | is no manifest of this plugin: it has no schemaVersion and assets",
                "{\"schemaVersion\": \"1\", \"assets\": []} | is no manifest of this plugin: it has no schemaVersion and assets",
                "{\"schemaVersion\": 1, \"runs\": []} | is no manifest of this plugin: it has no schemaVersion and assets",
                "{\"schemaVersion\": 2, \"assets\": []} | has the schema version 2, and this plugin knows no later one than 1:"
                        + " a newer version of it has written the file",
            })
    void whatIsNoManifestIsToldAsSuch(String text, String what) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(PipelineException.class, refused -> {
            Problem problem = refused.problems().get(0);
            assertThat(problem.message()).isEqualTo("The baseline before.json " + what);
            assertThat(problem.parameter()).isEqualTo("baseline");
        });
    }

    @Test
    void anAssetThatIsNoneIsToldAsSuch() {
        assertThatThrownBy(() -> read("{\"schemaVersion\": 1, \"assets\": [7]}"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("is no manifest of this plugin");
    }
}
