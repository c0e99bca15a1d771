package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a module of another packaging hands to its repository beside its own artifact. */
class AttachedFilesIT {
    private static final String EXECUTIONS = """
            <executions>
              <execution>
                <id>first</id>
                <goals>
                  <goal>package</goal>
                  <goal>definitions-validate</goal>
                </goals>
              </execution>
              <execution>
                <id>second</id>
                <goals>
                  <goal>package</goal>
                  <goal>definitions-validate</goal>
                </goals>
              </execution>
            </executions>
            """;

    @TempDir
    Path project;

    @Test
    void anyPackagingHasTheManifestAndTheArchiveBesideItsArtifactOnce() throws IOException {
        MavenBuild.copyOf("package-dagster-packaging", project);
        Path repository = project.resolve("target/repository");
        Path pom = project.resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom)
                        .replace(
                                "<packaging>dagster</packaging>",
                                "<packaging>pom</packaging><distributionManagement><repository><id>local</id><url>"
                                        + repository.toUri()
                                        + "</url></repository></distributionManagement>")
                        .replace("<extensions>true</extensions>", EXECUTIONS));

        MavenBuild build = MavenBuild.run(project, "deploy");

        assertThat(build.exitCode()).as(build.log()).isZero();
        assertThat(files(repository.resolve("com/example/package-dagster-packaging/1.0.0")))
                .containsExactly(
                        "package-dagster-packaging-1.0.0-dagster.zip",
                        "package-dagster-packaging-1.0.0-manifest.json",
                        "package-dagster-packaging-1.0.0.pom");
        // Also the second time: an archive does not hold an earlier one.
        assertThat(build.lines())
                .filteredOn(line -> line.contains("Packed"))
                .hasSize(2)
                .containsOnly("[INFO] Packed 9 files: target/package-dagster-packaging-1.0.0-dagster.zip");
    }

    @Test
    void aFileWithASecretIsNotPacked() throws IOException {
        MavenBuild.copyOf("package-dagster-packaging", project);
        Files.writeString(project.resolve(".env"), "WAREHOUSE_PASSWORD=s3cr3t-value\n");
        Files.writeString(project.resolve("orders/settings.py"), "# a note\nPASSWORD = \"s3cr3t-value\"\n");

        MavenBuild build = MavenBuild.run(project, "package", "-Ddagster.secrets=WAREHOUSE_PASSWORD");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("orders/settings.py:2: The value of a secret would be packed")
                .contains("-Ddagster.excludes=orders/settings.py")
                .doesNotContain("s3cr3t-value");
        assertThat(project.resolve("target/package-dagster-packaging-1.0.0.zip"))
                .doesNotExist();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches(".*\\.(md5|sha1|sha256|sha512)"))
                    .sorted()
                    .toList();
        }
    }
}
