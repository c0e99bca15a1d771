package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goals called by name on the command line. */
class CommandLineIT {

    @TempDir
    Path folder;

    @Test
    void aFolderWithoutAPomNeedsOnlyAFileWithDefinitions() throws IOException {
        Files.copy(Path.of("src/it/asset-list-selection/definitions.py"), folder.resolve("shop.py"));

        MavenBuild build = MavenBuild.run(folder, MavenBuild.goal("asset-list"), "-Ddagster.pythonFile=shop.py");

        assertThat(build.exitCode()).as(build.log()).isZero();
        assertThat(build.lines())
                .anyMatch(line -> line.matches("\\[INFO] orders +shop +shop\\.py:\\d+"))
                .contains("[INFO] 3 assets");
    }

    @Test
    void quietlyAGoodBuildPrintsNothing() {
        MavenBuild.copyOf("asset-materialize-single-file", folder);

        MavenBuild build = MavenBuild.run(folder, "-q", "verify");

        assertThat(build.exitCode()).as(build.log()).isZero();
        assertThat(build.printed()).isEmpty();
        assertThat(folder.resolve("target/dagster/run-results.json")).isRegularFile();
    }

    @Test
    void quietlyAListIsADocumentToPipe() {
        MavenBuild.copyOf("asset-list-selection", folder);

        MavenBuild build = MavenBuild.run(folder, "-q", MavenBuild.goal("asset-list"), "-Ddagster.outputFormat=json");

        assertThat(build.exitCode()).as(build.log()).isZero();
        JsonArray assets = JsonParser.parseString(build.printed()).getAsJsonArray();
        assertThat(assets)
                .extracting(asset -> asset.getAsJsonObject().get("key").getAsString())
                .containsExactly("customers", "orders", "revenue");
    }

    @Test
    void helpNamesEveryGoalAndExplainsAParameter() {
        MavenBuild.copyOf("asset-materialize-single-file", folder);

        MavenBuild all = MavenBuild.run(folder, MavenBuild.goal("help"));
        MavenBuild one = MavenBuild.run(folder, MavenBuild.goal("help"), "-Ddetail=true", "-Dgoal=asset-materialize");

        assertThat(all.lines())
                .contains(
                        "dagster:asset-list",
                        "dagster:asset-materialize",
                        "dagster:definitions-validate",
                        "dagster:dev",
                        "dagster:dev-start",
                        "dagster:dev-stop",
                        "dagster:environment-resolve",
                        "dagster:job-execute",
                        "dagster:job-list",
                        "dagster:verify");
        assertThat(one.lines()).anyMatch(line -> line.contains("User property: dagster.failOnCheckSeverity"));
    }
}
