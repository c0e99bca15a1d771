package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that a parameter cannot have is refused before anything runs, with what it could have been. */
class ParameterValuesIT {

    @TempDir
    Path project;

    @BeforeEach
    void copyExample() {
        MavenBuild.copyOf("asset-materialize-single-file", project);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "asset-materialize, failOnCheckSeverity, eror,"
                        + " `There is no check severity 'eror', did you mean 'error'?`,"
                        + " `check severities: error, warn, never`",
                "asset-materialize, failAt, later, `There is no moment 'later'`, `moments: now, verify`",
                "asset-materialize, executor, multi-process,"
                        + " `There is no executor 'multi-process', did you mean 'multiprocess'?`,"
                        + " `executors: auto, definitions, in-process, multiprocess`",
                "asset-materialize, timeout, 5x, `The timeout '5x' is not a duration`,"
                        + " `Write a number and a unit, as 90s, 30m or 2h (<timeout> or -Ddagster.timeout)`",
                "asset-list, outputFormat, jsn, `There is no output format 'jsn', did you mean 'json'?`,"
                        + " `output formats: text, json`",
            })
    void aWrongValueIsRefusedWithWhatItCouldBe(
            String goal, String parameter, String value, String message, String choices) {
        String property = "-Ddagster." + parameter;

        MavenBuild build = MavenBuild.run(project, MavenBuild.goal(goal), property + "=" + value);

        assertThat(build.exitCode()).isOne();
        assertThat(build.lines())
                .anyMatch(line -> line.endsWith(": " + message))
                .contains("[ERROR]   " + choices)
                .anyMatch(line -> line.contains("<" + parameter + "> or " + property))
                .anyMatch(line -> line.contains("MojoFailureException"));
        assertThat(project.resolve("target/dagster/home")).doesNotExist();
    }

    @Test
    void whatTheBuildWritesCannotTellThatItBreaksSomething() {
        MavenBuild build = MavenBuild.run(
                project,
                MavenBuild.goal("definitions-diff"),
                "-Ddagster.failOnBreaking=true",
                "-Ddagster.baseline=target/dagster/manifest.json");

        assertThat(build.exitCode()).isOne();
        assertThat(build.lines())
                .anyMatch(line -> line.contains("The baseline ") && line.contains(" is written by this build"))
                .anyMatch(line -> line.startsWith("[ERROR]   Keep a copy of it elsewhere"));
    }

    @Test
    void anEmptyPropertySaysNothingAsAnEmptyTagDoes() {
        MavenBuild build = MavenBuild.run(
                project,
                MavenBuild.goal("asset-list"),
                "-Ddagster.select=",
                "-Ddagster.location=",
                "-Ddagster.pythonFile=",
                "-Ddagster.home=",
                "-Ddagster.python=");

        assertThat(build.exitCode()).as(build.log()).isZero();
        assertThat(build.lines()).contains("[INFO] 1 asset");
        assertThat(project.resolve("target/dagster/home"))
                .as("a goal that only lists leaves no home")
                .doesNotExist();
    }
}
