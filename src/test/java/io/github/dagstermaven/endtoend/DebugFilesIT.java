package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes from one instance to another in a file. */
class DebugFilesIT {

    @TempDir
    Path project;

    @Test
    void aRunThatWasExportedIsImportedOnceIntoAnotherHome() throws IOException {
        MavenBuild.copyOf("run-history", project);
        MavenBuild before = MavenBuild.run(project, "dagster:job-execute@job");
        assertThat(before.exitCode()).as(before.log()).isZero();
        String runId = JsonParser.parseString(Files.readString(project.resolve("target/dagster/run-results.json")))
                .getAsJsonObject()
                .getAsJsonArray("runs")
                .get(0)
                .getAsJsonObject()
                .get("runId")
                .getAsString();

        MavenBuild export = MavenBuild.run(
                project,
                "dagster:debug-export",
                "-Ddagster.runId=" + runId.substring(0, 8),
                "-Ddagster.file=target/debug/run.gz");

        assertThat(export.exitCode()).as(export.log()).isZero();
        assertThat(project.resolve("target/debug/run.gz")).isNotEmptyFile();
        assertThat(export.log())
                .containsPattern("Run " + runId
                        + " \\(refresh_orders, SUCCESS\\) with \\d+ events written to target/debug/run\\.gz");

        MavenBuild imported = MavenBuild.run(
                project,
                "dagster:debug-import",
                "dagster:run-list",
                "-Ddagster.home=target/other",
                "-Ddagster.file=target/debug/run.gz",
                "-Ddagster.job=refresh_orders",
                "-Ddagster.status=success");

        assertThat(imported.exitCode()).as(imported.log()).isZero();
        assertThat(imported.lines()).contains("[INFO] Home: target/other").contains("[INFO] 1 run");
        assertThat(imported.log())
                .containsPattern(
                        "Imported run " + runId + " \\(refresh_orders, SUCCESS\\) with \\d+ events, recorded with"
                                + " Dagster [\\d.]+, from target/debug/run\\.gz");

        MavenBuild again = MavenBuild.run(
                project,
                "dagster:debug-import",
                "-Ddagster.home=target/other",
                "-Ddagster.file=target/debug/run.gz,target/debug/nothing.gz");

        assertThat(again.exitCode()).as(again.log()).isOne();
        assertThat(again.log()).contains("There is no file ").contains("nothing.gz");

        MavenBuild once = MavenBuild.run(
                project, "dagster:debug-import", "-Ddagster.home=target/other", "-Ddagster.file=target/debug/run.gz");

        assertThat(once.lines())
                .contains("[INFO] The instance has run " + runId
                        + " already: nothing was imported from target/debug/run.gz");
    }
}
