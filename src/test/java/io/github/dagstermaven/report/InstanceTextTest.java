package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.ChangedConcurrencyLimit;
import io.github.dagstermaven.dagster.ConcurrencyLimits.Limit;
import io.github.dagstermaven.dagster.FiledRuns;
import io.github.dagstermaven.dagster.InstanceInfo;
import io.github.dagstermaven.dagster.InstanceUpkeep;
import io.github.dagstermaven.dagster.StorageSchema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people are told of an instance. */
class InstanceTextTest {
    private static final InstanceText TEXT = new InstanceText(Path.of("/project"), "target/home");
    private static final StorageSchema OLD = new StorageSchema("run_storage", "16e3", "29b5");
    private static final StorageSchema NEW = new StorageSchema("run_storage", "29b5", "29b5");

    @Test
    void settingsAreTheYamlThatDagsterHasForThem() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("run_launcher", Map.of("config", Map.of("env_vars", List.of("A", "B"))));
        settings.put("compute_logs", Map.of("config", Map.of()));
        settings.put("telemetry", null);

        assertThat(TEXT.info(new InstanceInfo(
                        true, "/project/target/home", "1.13.27", "/project/dagster.yaml", 3, settings, List.of(OLD))))
                .containsExactly(
                        "Home:     target/home",
                        "Dagster:  1.13.27",
                        "Settings: dagster.yaml",
                        "Runs:     3",
                        "",
                        "run_launcher:",
                        "  config:",
                        "    env_vars:",
                        "    - A",
                        "    - B",
                        "compute_logs:",
                        "  config: {}",
                        "telemetry: null",
                        "",
                        "Storage      Schema  State",
                        "-----------  ------  -----------------------------------------------------",
                        "run_storage  16e3    this Dagster wants 29b5: run dagster:instance-migrate");
    }

    @Test
    void whatIsNotThereIsNotDescribed() {
        assertThat(TEXT.info(new InstanceInfo(false, "/x", "1.13.27", null, 0, Map.of(), List.of())))
                .containsExactly(
                        "Home:     target/home",
                        "Dagster:  1.13.27",
                        "Settings: the plugin's own",
                        "There is no Dagster instance in target/home yet");
    }

    @Test
    void aMigrationTellsWhatItHasChanged() {
        assertThat(TEXT.migrated(new InstanceUpkeep(true, List.of(OLD), List.of(NEW))))
                .containsExactly("Migrated run_storage from 16e3 to 29b5");
        assertThat(TEXT.migrated(new InstanceUpkeep(
                        true, List.of(new StorageSchema("run_storage", null, "29b5")), List.of(NEW))))
                .containsExactly("Migrated run_storage from none to 29b5");
        assertThat(TEXT.migrated(new InstanceUpkeep(true, List.of(NEW), List.of(NEW))))
                .containsExactly("The schema is up to date");
        assertThat(TEXT.migrated(new InstanceUpkeep(false, List.of(), List.of())))
                .containsExactly("There is no Dagster instance in target/home yet: nothing to migrate");
    }

    @Test
    void limitsAreATableAndAChangeTellsWhatWasThere() {
        assertThat(InstanceText.limits(List.of(new Limit("api", 1, 1, 12))))
                .containsExactly(
                        "Key  Limit  Occupied  Waiting", "---  -----  --------  -------", "api  1      1         12");
        assertThat(InstanceText.limits(List.of())).containsExactly("No concurrency limits are set");
        assertThat(InstanceText.changed(new ChangedConcurrencyLimit("api", 0, 3)))
                .isEqualTo("Concurrency limit of api: 0 (before: 3)");
    }

    @Test
    void aRunThatIsThereAlreadyIsNoFailure() {
        assertThat(TEXT.imported(new FiledRuns.Run("r1", "job", "SUCCESS", 1, "1.12.0", "/project/a.gz", true)))
                .isEqualTo("Imported run r1 (job, SUCCESS) with 1 event, recorded with Dagster 1.12.0, from a.gz");
        assertThat(TEXT.imported(new FiledRuns.Run("r1", "job", "SUCCESS", 1, "1.12.0", "/elsewhere/a.gz", false)))
                .isEqualTo("The instance has run r1 already: nothing was imported from /elsewhere/a.gz");
    }
}
