package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A goal that fails before it runs anything is a failed test for a build server, not one that is missing. */
class FailureBeforeARunIT {

    @TempDir
    Path project;

    @BeforeEach
    void copyExample() {
        MavenBuild.copyOf("asset-materialize-single-file", project);
    }

    @Test
    void aSelectionThatNamesNothingReplacesTheGoodReportsOfAnEarlierBuild() throws IOException {
        MavenBuild good = MavenBuild.run(project, MavenBuild.goal("asset-materialize"));
        assertThat(good.exitCode()).as(good.log()).isZero();

        MavenBuild build = MavenBuild.run(project, MavenBuild.goal("asset-materialize"), "-Ddagster.select=oders");

        assertThat(build.exitCode()).isOne();
        assertThat(build.lines()).noneMatch(line -> line.contains("Report: "));
        assertTheOnlyError("asset-materialize", "There is no asset 'oders', did you mean 'orders'?");
    }

    @Test
    void aWrongParameterIsReported() throws IOException {
        MavenBuild.run(project, MavenBuild.goal("asset-materialize"), "-Ddagster.parallelism=0");

        assertTheOnlyError("asset-materialize", "The parallelism is 0");
    }

    @Test
    void aJobThatCannotBeLaunchedIsReported() throws IOException {
        MavenBuild.run(project, MavenBuild.goal("job-launch"), "-Ddagster.job=refresh", "-Ddagster.wait=true");

        assertTheOnlyError("job-launch", "There is no job 'refresh'");
    }

    @Test
    void aTimeLimitThatEndsBeforeARunIsReported() throws IOException {
        Path file = project.resolve("definitions.py");
        Files.writeString(file, "import time\ntime.sleep(60)\n" + Files.readString(file));

        MavenBuild.run(project, MavenBuild.goal("asset-materialize"), "-Ddagster.timeout=2s");

        assertTheOnlyError("asset-materialize", "Timed out after 2 s");
    }

    private void assertTheOnlyError(String goal, String message) throws IOException {
        assertThat(project.resolve("target/dagster/run-results.json"))
                .content()
                .contains("\"buildId\"", "\"during\": \"" + goal + "\"", "\"runs\": []");
        try (Stream<Path> reports = Files.list(project.resolve("target/dagster-reports"))) {
            assertThat(reports.toList())
                    .singleElement()
                    .satisfies(report -> assertThat(Files.readString(report))
                            .contains(" name=\"" + goal + "\"", "tests=\"1\" errors=\"1\"")
                            .contains("<error message=\"" + message));
        }
    }
}
