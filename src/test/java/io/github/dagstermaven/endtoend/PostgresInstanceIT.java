package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance in PostgreSQL, by a {@code dagster.yaml} of the user's; the README's chapter about it is this project. */
class PostgresInstanceIT {
    private static final String PASSWORD = "kept-to-ourselves";

    @TempDir
    Path project;

    @Test
    void runsAndLimitsAreInTheServerAndThePasswordIsNowhere() throws IOException {
        MavenBuild.copyOf(Path.of("src/test/projects/postgres"), project);
        try (PostgresServer server = PostgresServer.start(PASSWORD)) {
            Map<String, String> environment =
                    Map.of("PG_PORT", Integer.toString(server.port()), "PG_PASSWORD", PASSWORD);

            MavenBuild first = MavenBuild.run(environment, project, "verify");

            assertThat(first.exitCode()).as(first.log()).isZero();
            assertThat(first.lines())
                    .contains("[INFO] Concurrency limit of warehouse: 1 (before: none)")
                    .anyMatch(line -> line.contains("connected with ********"))
                    .contains("[INFO] 9 runs");
            assertThat(project.resolve("target/dagster/home/history")).doesNotExist();

            server.stop();
            MavenBuild without = MavenBuild.run(environment, project, MavenBuild.goal("run-list"));

            assertThat(without.exitCode()).as(without.log()).isOne();
            assertThat(without.log())
                    .contains(
                            "deployment/dagster.yaml cannot be opened: connection to server at \"localhost\" (127.0.0.1),"
                                    + " port " + server.port() + " failed: Connection refused")
                    .contains("deployment/dagster.yaml:3")
                    .contains("Start the database server, or correct its address, database and user in that file");
            assertThat(first.log() + without.log()).doesNotContain(PASSWORD);
            assertThat(filesWithThePassword()).isEmpty();
        }
    }

    private Stream<Path> filesWithThePassword() throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(Files::isRegularFile).filter(PostgresInstanceIT::hasThePassword).toList().stream();
        }
    }

    private static boolean hasThePassword(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(PASSWORD);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
