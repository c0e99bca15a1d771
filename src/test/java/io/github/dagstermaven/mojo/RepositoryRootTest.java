package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryRootTest {
    @TempDir
    Path folder;

    private Path build;
    private Path project;

    @BeforeEach
    void folders() throws IOException {
        build = folder.resolve("repository/build");
        project = Files.createDirectories(build.resolve("project"));
    }

    @Test
    void aProjectOfARepositoryHasItsRootWhereverMavenWasStarted() throws IOException {
        Files.createDirectory(folder.resolve("repository/.git"));
        assertThat(RepositoryRoot.of(project, build)).isEqualTo(folder.resolve("repository"));
        assertThat(RepositoryRoot.of(project, project)).isEqualTo(folder.resolve("repository"));
    }

    @Test
    void inAWorkTreeTheRootHasAFileOfThatName() throws IOException {
        Files.createFile(build.resolve(".git"));
        assertThat(RepositoryRoot.of(project, project)).isEqualTo(build);
    }

    @Test
    void withoutARepositoryItIsWhereMavenWasStartedIfTheProjectIsThere() {
        assertThat(RepositoryRoot.of(project, build)).isEqualTo(build);
        assertThat(RepositoryRoot.of(project, folder.resolve("elsewhere"))).isEqualTo(project);
    }
}
