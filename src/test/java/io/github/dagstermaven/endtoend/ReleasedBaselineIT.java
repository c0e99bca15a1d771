package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The last release as the baseline: found where it was deployed to, as Maven finds every artifact. */
class ReleasedBaselineIT {
    private final String groupId =
            "com.example.released" + UUID.randomUUID().toString().replace("-", "");

    @TempDir
    Path project;

    static List<Path> mavenHomes() throws IOException {
        return MavenVersionsIT.mavenHomes();
    }

    /** The example, in a packaging whose deployment publishes the manifest to a server that is a folder. */
    private void prepare(String url) throws IOException {
        MavenBuild.copyOf("definitions-diff", project);
        Files.createDirectory(project.resolve(".mvn"));
        Path pom = project.resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom)
                        .replace("<groupId>com.example</groupId>", "<groupId>" + groupId + "</groupId>")
                        .replace("<version>1.0.0</version>", "<version>${revision}</version>")
                        .replace(
                                "<packaging>pom</packaging>",
                                "<packaging>dagster</packaging><distributionManagement><repository><id>releases</id><url>"
                                        + url + "</url></repository></distributionManagement>")
                        .replace(
                                "<properties>",
                                "<properties><revision>1.0.0</revision><maven.install.skip>true</maven.install.skip>")
                        .replace(
                                "<configuration>\n          <projectD",
                                "<extensions>true</extensions><configuration>\n<projectD"));
    }

    private String server() {
        return project.resolve("server").toUri().toString();
    }

    private MavenBuild build(Path mavenHome, String... arguments) {
        return MavenBuild.run(mavenHome, project, arguments);
    }

    private static Path currentMaven() {
        return Path.of(System.getProperty("maven.home", ""));
    }

    @ParameterizedTest
    @MethodSource("mavenHomes")
    void theLastReleaseBeforeTheCurrentVersionIsComparedWith(Path mavenHome) throws IOException {
        prepare(server());

        MavenBuild first = build(mavenHome, MavenBuild.goal("definitions-diff"));
        assertThat(first.exitCode()).as(first.log()).isZero();
        assertThat(first.lines())
                .anyMatch(line ->
                        line.endsWith("Nothing to compare with: " + groupId + ":shop has no release before 1.0.0"));
        assertThat(project.resolve("target/after/dagster/definitions-diff.md"))
                .content()
                .contains("Nothing to compare with: " + groupId + ":shop has no release before 1.0.0.");

        for (String version : List.of("1.0.0", "2.0.0")) {
            MavenBuild release = build(
                    mavenHome,
                    "deploy",
                    "-DskipTests",
                    "-Dstate=" + (version.equals("1.0.0") ? "before" : "after"),
                    "-Drevision=" + version);
            assertThat(release.exitCode()).as(release.log()).isZero();
        }

        MavenBuild next = build(mavenHome, MavenBuild.goal("definitions-diff"), "-Drevision=1.1.0-SNAPSHOT");
        assertThat(next.exitCode()).as(next.log()).isZero();
        assertThat(next.lines())
                .anyMatch(line ->
                        line.endsWith("Compared with " + groupId + ":shop:1.0.0: 9 changes, 3 of them breaking"));

        MavenBuild offline = build(mavenHome, "-o", MavenBuild.goal("definitions-diff"), "-Drevision=1.1.0-SNAPSHOT");
        assertThat(offline.lines()).anyMatch(line -> line.contains(":shop:1.0.0: 9 changes, 3 of them breaking"));

        MavenBuild selected = build(
                mavenHome,
                MavenBuild.goal("asset-list"),
                "-Drevision=2.1.0-SNAPSHOT",
                "-Ddagster.select=state:modified",
                "-Ddagster.baseline=RELEASE");
        assertThat(selected.lines())
                .anyMatch(line -> line.endsWith("Since " + groupId
                        + ":shop:2.0.0 no asset is new or modified; 'state:modified' selects 0 of 5"));
    }

    @Test
    void ofAModuleThatWasNeverReleasedAllIsNew() throws IOException {
        prepare(server());

        MavenBuild build = build(
                currentMaven(),
                MavenBuild.goal("asset-list"),
                "-Ddagster.select=state:new",
                "-Ddagster.baseline=RELEASE");

        assertThat(build.lines())
                .anyMatch(line -> line.contains("Since RELEASE 5 assets are new"))
                .anyMatch(line -> line.endsWith("5 assets"));
    }

    @Test
    void theSummaryOfAJobOfGitHubActionsHasWhatReviewersRead() throws IOException {
        prepare(server());
        Path summary = Files.writeString(project.resolve("summary.md"), "# Tests\n\n");

        MavenBuild build = MavenBuild.run(
                Map.of("GITHUB_STEP_SUMMARY", summary.toString()), project, MavenBuild.goal("definitions-diff"));

        assertThat(build.exitCode()).as(build.log()).isZero();
        assertThat(summary)
                .hasContent("# Tests\n\n"
                        + Files.readString(project.resolve("target/after/dagster/definitions-diff.md")) + "\n");
    }

    @Test
    void aServerThatCannotBeReachedIsNoFirstRelease() throws IOException {
        prepare("http://localhost:9/releases");

        MavenBuild build = build(currentMaven(), MavenBuild.goal("definitions-diff"));

        assertThat(build.exitCode()).isOne();
        assertThat(build.lines())
                .anyMatch(line -> line.contains("The releases of " + groupId + ":shop cannot be told: "));
    }

    @Test
    void offlineAReleaseThatIsNotThereIsToldFromNone() throws IOException {
        prepare("http://localhost:9/releases");

        MavenBuild none = build(currentMaven(), "-o", MavenBuild.goal("definitions-diff"));
        MavenBuild named = build(
                currentMaven(),
                "-o",
                MavenBuild.goal("definitions-diff"),
                "-Ddagster.baseline=" + groupId + ":shop:1.0.0");

        assertThat(none.exitCode()).as(none.log()).isZero();
        assertThat(none.lines())
                .anyMatch(line ->
                        line.endsWith("has no release before 1.0.0 in the local repository, and Maven is offline"));
        assertThat(named.exitCode()).isOne();
        assertThat(named.lines())
                .anyMatch(line -> line.contains(groupId + ":shop:1.0.0") && line.contains("Maven is offline"));
    }
}
