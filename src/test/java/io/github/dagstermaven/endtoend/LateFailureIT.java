package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure that is left to the goal {@code verify} is never lost. */
class LateFailureIT {

    @TempDir
    Path project;

    private Path pom;

    @BeforeEach
    void aBuildThatFailsLate() {
        MavenBuild.copyOf("verify-fails-late", project);
        pom = project.resolve("pom.xml");
    }

    @Test
    void aVerifyThatComesTooEarlyIsRefused() throws IOException {
        replaceInPom("<id>pipeline</id>", "<id>pipeline</id><phase>post-integration-test</phase>");
        replaceInPom(
                "<goal>asset-materialize</goal>\n              <goal>verify</goal>",
                "<goal>verify</goal>\n              <goal>asset-materialize</goal>");

        MavenBuild build = MavenBuild.run(project, "verify");

        assertThat(build.exitCode()).as(build.log()).isOne();
        assertThat(build.log())
                .contains("Failures are to be raised by the goal verify, which comes before this one")
                .contains(
                        "Bind this goal to an earlier phase, or verify to a later one (<failAt> or -Ddagster.failAt)");
    }

    @Test
    void aVerifyThatIsSkippedIsRefused() throws IOException {
        replaceInPom("<goal>asset-materialize</goal>\n              <goal>verify</goal>\n            </goals>", """
                <goal>asset-materialize</goal>
                            </goals>
                          </execution>
                          <execution>
                            <id>verified</id>
                            <goals>
                              <goal>verify</goal>
                            </goals>
                            <configuration>
                              <skip>true</skip>
                            </configuration>""");

        MavenBuild build = MavenBuild.run(project, "verify");

        assertThat(build.exitCode()).as(build.log()).isOne();
        assertThat(build.log()).contains("Failures are to be raised by the goal verify, which is skipped");
    }

    @Test
    void aLostResultsFileDoesNotMakeTheBuildGood() throws IOException {
        // User code of a later goal takes everything away.
        replaceInPom(
                "<id>between</id>", "<id>between</id><configuration><pythonFile>rude.py</pythonFile></configuration>");
        Files.writeString(project.resolve("rude.py"), """
                from pathlib import Path
                import dagster as dg
                (Path(__file__).parent / "target/dagster/run-results.json").unlink()
                defs = dg.Definitions(assets=[dg.AssetSpec("a")])
                """);
        replaceInPom(
                "<goal>asset-materialize</goal>\n              <goal>verify</goal>\n            </goals>",
                "<goal>asset-materialize</goal>\n              <goal>verify</goal>\n            </goals>\n"
                        + "            <configuration><pythonFile>definitions.py</pythonFile></configuration>");

        MavenBuild build = MavenBuild.run(project, "verify");

        assertThat(build.exitCode()).as(build.log()).isOne();
        assertThat(project.resolve("target/dagster/run-results.json")).doesNotExist();
        assertThat(build.log())
                .contains(":verify (pipeline)")
                .contains("1 asset failed: orders (ValueError: the shop is closed)");
    }

    @Test
    void brokenDefinitionsTakeTheReportsOfAnEarlierBuildAway() throws IOException {
        MavenBuild.run(project, "verify");
        Path results = project.resolve("target/dagster/run-results.json");
        assertThat(results).content().contains("\"runId\"");
        Files.writeString(project.resolve("definitions.py"), "from dagster import Definitions\ndefs = Definitions(\n");

        MavenBuild build = MavenBuild.run(project, "verify");

        assertThat(build.exitCode()).as(build.log()).isOne();
        assertThat(results).content().doesNotContain("\"runId\"").contains("\"during\": \"definitions\"");
        try (var reports = Files.list(project.resolve("target/dagster-reports"))) {
            assertThat(reports.toList())
                    .singleElement()
                    .satisfies(report -> assertThat(Files.readString(report))
                            .contains(" name=\"definitions\"")
                            .contains("errors=\"1\"")
                            .contains("definitions.py:2"));
        }
    }

    @Test
    void resultsOfAnEarlierBuildAreNeverTakenForThisOnes() {
        MavenBuild.run(project, "verify");

        MavenBuild alone = MavenBuild.run(project, MavenBuild.goal("verify"));

        assertThat(alone.exitCode()).as(alone.log()).isZero();
        assertThat(alone.lines())
                .contains(
                        "[WARNING] Nothing is verified: target/dagster/run-results.json is of another build, and this one"
                                + " has recorded no runs. Call this goal in the build that runs: mvn dagster:asset-materialize"
                                + " dagster:verify, or bind both to phases");
    }

    private void replaceInPom(String text, String replacement) throws IOException {
        String content = Files.readString(pom);
        assertThat(content).contains(text);
        Files.writeString(pom, content.replace(text, replacement));
    }
}
