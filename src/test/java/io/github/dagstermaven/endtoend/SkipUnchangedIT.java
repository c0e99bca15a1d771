package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which change makes a goal run again that {@code skipUnchanged} would skip. */
class SkipUnchangedIT {
    @TempDir
    Path project;

    @BeforeEach
    void anAssetWhoseImportLeavesATrace() throws IOException {
        Files.writeString(project.resolve("definitions.py"), """
                import os

                import dagster as dg

                os.makedirs("target", exist_ok=True)
                with open("target/imports", "a") as trace:
                    trace.write("imported\\n")


                @dg.asset
                def orders() -> None:
                    if os.path.exists("fails.csv"):
                        raise ValueError("no orders")


                defs = dg.Definitions([orders])
                """);
        Files.writeString(project.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>unchanged</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>io.github.dagster-maven</groupId>
                        <artifactId>dagster-maven-plugin</artifactId>
                        <version>%s</version>
                        <executions>
                          <execution>
                            <goals>
                              <goal>environment-resolve</goal>
                              <goal>asset-materialize</goal>
                              <goal>definitions-validate</goal>
                              <goal>verify</goal>
                            </goals>
                            <configuration>
                              <skipUnchanged>true</skipUnchanged>
                            </configuration>
                          </execution>
                        </executions>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(MavenBuild.VERSION));
    }

    @Test
    void aGoalRunsAgainWhenSomethingItDependsOnHasChanged() throws IOException {
        runs(build(0), "no successful asset-materialize is known");

        List<String> skipped = build(0).lines();
        assertThat(skipped)
                .anyMatch(line -> line.matches("\\[INFO] Skipped: nothing has changed since the asset-materialize of"
                        + " [0-9T:Z-]+ \\(dagster.skipUnchanged\\)"))
                .anyMatch(line -> line.startsWith("[INFO] Skipped: nothing has changed since the definitions-validate"))
                .contains("[INFO] Nothing to verify: this build has skipped what it would have run");
        assertThat(imports()).isEqualTo(1);
        assertThat(project.resolve("target/dagster/run-results.json"))
                .content()
                .contains("\"runs\": []", "\"goal\": \"asset-materialize\"");
        assertThat(project.resolve("target/dagster-reports/TEST-dagster.asset-materialize.xml"))
                .content()
                .contains("skipped=\"1\"", "<skipped message=\"nothing has changed since");

        Files.writeString(project.resolve("definitions.py"), "\n# changed\n", StandardOpenOption.APPEND);
        runs(build(0), "definitions.py has changed");

        runs(build(0, "-Ddagster.tags={\"team\": \"sales\"}"), "the parameter tags has changed");

        delete(project.resolve("target/dagster/home"));
        runs(build(0, "-Ddagster.tags={\"team\": \"sales\"}"), "the instance in target/dagster/home has changed");

        Files.createFile(project.resolve("fails.csv"));
        runs(build(1, "-Ddagster.tags={\"team\": \"sales\"}"), "fails.csv is new");
        runs(build(1, "-Ddagster.tags={\"team\": \"sales\"}"), "no successful asset-materialize is known");
    }

    private static void runs(MavenBuild build, String reason) {
        assertThat(build.lines())
                .contains("[INFO] Not skipped (dagster.skipUnchanged): " + reason)
                .anyMatch(line -> line.matches(".* orders \\.+ (SUCCESS|FAILURE) .*"));
    }

    private MavenBuild build(int exitCode, String... arguments) {
        MavenBuild build = MavenBuild.run(
                project,
                Stream.concat(Stream.of("verify"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(build.exitCode()).as(build.log()).isEqualTo(exitCode);
        return build;
    }

    private long imports() throws IOException {
        return Files.readAllLines(project.resolve("target/imports")).size();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
