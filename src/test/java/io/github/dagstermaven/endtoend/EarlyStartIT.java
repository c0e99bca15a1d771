package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code environment-resolve} lets Python load the definitions, beside the rest of the build, and when it must not. */
class EarlyStartIT {
    private static final String RUNNING = "Using the Python process that is already running for this module";

    @TempDir
    Path project;

    @BeforeEach
    void anAssetWhoseImportLeavesATrace() throws IOException {
        Files.writeString(project.resolve("definitions.py"), """
                import pathlib

                import dagster as dg

                pathlib.Path("imported").touch()


                @dg.asset
                def orders() -> None: ...


                defs = dg.Definitions([orders])
                """);
        pom("");
    }

    @Test
    void aLaterGoalFindsTheDefinitionsLoadingAlready() throws InterruptedException {
        MavenBuild build = build("verify", "-X");

        assertThat(build.lines()).anyMatch(line -> line.endsWith(RUNNING));
        assertThat(build.lines()).anyMatch(line -> line.endsWith("Assets: 1 materialised"));
        Processes.awaitNoneMentioning(project);
    }

    @Test
    void userCodeDoesNotRunInABuildThatNeverUsesIt() {
        build("compile");

        assertThat(project.resolve("imported")).doesNotExist();
    }

    @Test
    void userCodeDoesNotRunForAGoalThatIsSkipped() {
        build("verify", "-DskipITs");

        assertThat(project.resolve("imported")).doesNotExist();
    }

    @Test
    void aGoalWithOtherParametersGetsAPythonOfItsOwn() throws IOException {
        pom("<configuration><environmentVariables><STAGE>test</STAGE></environmentVariables></configuration>");

        MavenBuild build = build("verify", "-X");

        assertThat(build.lines()).noneMatch(line -> line.endsWith(RUNNING));
        assertThat(build.lines()).anyMatch(line -> line.endsWith("Assets: 1 materialised"));
    }

    private MavenBuild build(String... arguments) {
        MavenBuild build = MavenBuild.run(project, arguments);
        assertThat(build.exitCode()).as(build.log()).isZero();
        return build;
    }

    private void pom(String configurationOfTheRun) throws IOException {
        Files.writeString(project.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>early-start</artifactId>
                  <version>1.0.0</version>
                  <packaging>pom</packaging>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>io.github.dagster-maven</groupId>
                        <artifactId>dagster-maven-plugin</artifactId>
                        <version>%s</version>
                        <executions>
                          <execution>
                            <id>environment</id>
                            <goals>
                              <goal>environment-resolve</goal>
                            </goals>
                          </execution>
                          <execution>
                            <id>run</id>
                            <goals>
                              <goal>asset-materialize</goal>
                            </goals>
                            %s
                          </execution>
                        </executions>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                        System.getProperty("project.version", "0.1.0-SNAPSHOT"), configurationOfTheRun));
    }
}
