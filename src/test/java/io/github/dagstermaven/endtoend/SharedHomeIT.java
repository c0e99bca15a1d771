package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds at the same time, of four modules at the same time each, with one home that is not there yet. */
class SharedHomeIT {
    private static final List<String> MODULES = List.of("north", "south", "east", "west");

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void modulesAndBuildsThatRunAtTheSameTimeInitialiseOneHome() throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        RunningBuild first = start("first", home);
        RunningBuild second = start("second", home);

        first.assertSucceedsWithin(LIMIT);
        second.assertSucceedsWithin(LIMIT);
        try (Stream<Path> files = Files.list(home.resolve("history/runs"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("[0-9a-f-]{36}\\.db")))
                    .hasSize(2 * MODULES.size());
        }
    }

    private RunningBuild start(String name, Path home) throws IOException {
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
        return RunningBuild.start(project, "-T4", "verify", "-Ddagster.home=" + home);
    }
}
