package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds at the same time, of four modules at the same time each, with one home that is not there yet. */
class SharedHomeIT {
    private static final List<String> MODULES = List.of("north", "south", "east", "west");

    @TempDir
    Path folder;

    @Test
    void modulesAndBuildsThatRunAtTheSameTimeInitialiseOneHome() throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        Process first = start("first", home);
        Process second = start("second", home);

        assertSucceeds(first, "first");
        assertSucceeds(second, "second");
        try (Stream<Path> files = Files.list(home.resolve("history/runs"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("[0-9a-f-]{36}\\.db")))
                    .hasSize(2 * MODULES.size());
        }
    }

    private Process start(String name, Path home) throws IOException {
        Path project = Files.createDirectories(folder.resolve(name));
        for (String module : MODULES) {
            MavenBuild.copyOf("asset-materialize-single-file", project.resolve(module));
            Path pom = project.resolve(module).resolve("pom.xml");
            Files.writeString(
                    pom, Files.readString(pom).replace("asset-materialize-single-file", "single-file-" + module));
        }
        Files.writeString(project.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>shops</artifactId>
                  <version>1.0.0</version>
                  <packaging>pom</packaging>
                  <modules>
                    <module>%s</module>
                  </modules>
                </project>
                """.formatted(String.join("</module><module>", MODULES)));
        return MavenBuild.start(project, output(name), "-T4", "verify", "-Ddagster.home=" + home);
    }

    private void assertSucceeds(Process build, String name) throws IOException, InterruptedException {
        assertThat(build.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(Files.readString(output(name))).isZero();
    }

    private Path output(String name) {
        return folder.resolve(name + ".log");
    }
}
