package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped example on the oldest, the current and the next Maven. */
class MavenVersionsIT {

    @TempDir
    Path project;

    static List<Path> mavenHomes() throws IOException {
        Path all = Path.of(System.getProperty("endtoend.mavens", "target/mavens"));
        try (Stream<Path> homes = Files.list(all)) {
            List<Path> found = homes.map(Path::toAbsolutePath).sorted().toList();
            assertThat(found).as("Maven distributions below " + all).hasSizeGreaterThanOrEqualTo(3);
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("mavenHomes")
    void theQuickstartIsGreenAndItsPythonEndsWithTheBuild(Path mavenHome) throws Exception {
        MavenBuild.copyOf("quickstart", project);
        // Maven 4 warns of a project without one.
        Files.createDirectory(project.resolve(".mvn"));

        MavenBuild build = MavenBuild.run(mavenHome, project, "verify");

        assertThat(build.exitCode()).as(build.log()).isZero();
        assertThat(build.lines())
                .anyMatch(line -> line.matches(".*raw_orders \\.+ SUCCESS \\[ +\\d+\\.\\d{3} s]"))
                .anyMatch(line -> line.endsWith("Assets: 4 materialised"))
                .anyMatch(line -> line.contains("Definitions are valid: 4 assets, 2 checks"))
                .anyMatch(line -> line.endsWith("All 2 runs of this build are good"))
                // Maven 4 asks every repository for its list of groups, and says so when one has none.
                .noneMatch(line -> line.startsWith("[WARNING]") && !line.contains("prefixes.txt"));
        assertThat(project.resolve("target/dagster/run-results.json")).isRegularFile();
        assertThat(project.resolve("target/dagster/manifest.json")).isRegularFile();
        Processes.awaitNoneMentioning(project);
    }

    @ParameterizedTest
    @MethodSource("mavenHomes")
    void aCodeLocationIsDeployedAsItsArchiveWithItsManifest(Path mavenHome) throws IOException {
        MavenBuild.copyOf("package-dagster-packaging", project);
        Path repository = project.resolve("target/repository");

        MavenBuild build =
                MavenBuild.run(mavenHome, project, "deploy", "-DaltDeploymentRepository=local::" + repository.toUri());

        assertThat(build.exitCode()).as(build.log()).isZero();
        Path deployed = repository.resolve("com/example/package-dagster-packaging/1.0.0");
        assertThat(deployed.resolve("package-dagster-packaging-1.0.0.zip"))
                .hasSameBinaryContentAs(project.resolve("target/package-dagster-packaging-1.0.0.zip"));
        assertThat(deployed.resolve("package-dagster-packaging-1.0.0-manifest.json"))
                .hasSameBinaryContentAs(project.resolve("target/dagster/manifest.json"));
        assertThat(deployed.resolve("package-dagster-packaging-1.0.0.pom")).isRegularFile();
    }

    @ParameterizedTest
    @MethodSource("mavenHomes")
    void aFailingCheckFailsTheBuildWithItsName(Path mavenHome) throws Exception {
        MavenBuild.copyOf("asset-materialize-failing-error-check", project);

        MavenBuild build = MavenBuild.run(mavenHome, project, "verify");

        assertThat(build.exitCode()).as(build.log()).isOne();
        assertThat(build.lines())
                .anyMatch(line -> line.contains("1 check of severity ERROR failed: orders: amounts_are_positive"));
        Processes.awaitNoneMentioning(project);
    }
}
