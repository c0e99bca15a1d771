package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty folder without a POM to a project that Maven builds. */
class NewProjectIT {

    @TempDir
    Path folder;

    @Test
    void aNewProjectIsGreenAtOnce() throws IOException {
        Path cache = folder.resolve("cache");

        MavenBuild scaffold = MavenBuild.run(
                folder,
                MavenBuild.goal("project-scaffold"),
                "-Ddagster.name=my_project",
                "-Ddagster.cacheDirectory=" + cache);

        assertThat(scaffold.exitCode()).as(scaffold.log()).isZero();
        assertThat(scaffold.lines())
                .containsSequence(
                        "[INFO] Created " + folder.resolve("my_project") + ": 16 files",
                        "[INFO] ",
                        "[INFO] Next:",
                        "[INFO]   cd my_project",
                        "[INFO]   mvn verify       materialises its assets, runs their checks, validates the definitions",
                        "[INFO]   mvn dagster:dev  shows it in the browser");
        assertThat(cache).as("it needs no Python").doesNotExist();
        assertThat(folder.resolve("target")).doesNotExist();

        Path project = folder.resolve("my_project");
        MavenBuild verify = MavenBuild.run(project, "verify");

        assertThat(verify.exitCode()).as(verify.log()).isZero();
        assertThat(verify.lines())
                .noneMatch(line -> line.startsWith("[WARN") || line.startsWith("[ERROR"))
                .anyMatch(line -> line.matches("=+ 5 passed in .*"))
                .contains(
                        "[INFO] Running my_project: 3 assets, 1 check, partition 2024-01-03, 2 runs",
                        "[INFO] raw_orders: read 6 orders",
                        "[INFO] daily_revenue[2024-01-03]: 2024-01-03: 2 orders, revenue 47.50",
                        "[INFO] Assets: 3 materialised",
                        "[INFO] Checks: 1 passed",
                        "[INFO] Definitions are valid: 3 assets, 1 check, 2 jobs, 1 schedule, 1 sensor, 1 resource in 1 code"
                                + " location (my_project)",
                        "[INFO] Lint: nothing found",
                        "[INFO] All 2 runs of this build are good",
                        "[INFO] BUILD SUCCESS");
        assertThat(project.resolve("target/my-project-0.1.0-SNAPSHOT.zip")).isRegularFile();
    }

    @Test
    void aNewProjectOfComponentsIsGreenAtOnce() {
        MavenBuild scaffold = MavenBuild.run(
                folder, MavenBuild.goal("project-scaffold"), "-Ddagster.name=my-project", "-Ddagster.layout=dg");
        MavenBuild verify = MavenBuild.run(folder.resolve("my-project"), "verify");

        assertThat(scaffold.exitCode()).as(scaffold.log()).isZero();
        assertThat(verify.exitCode()).as(verify.log()).isZero();
        assertThat(verify.lines())
                .noneMatch(line -> line.startsWith("[WARN") || line.startsWith("[ERROR"))
                .anyMatch(line -> line.matches("=+ 3 passed in .*"))
                .contains(
                        "[INFO] Running my_project.definitions: 2 assets, 1 check",
                        "[INFO] Assets: 2 materialised",
                        "[INFO] Checks: 1 passed");
    }

    @Test
    void whatIsThereIsNamedAndLeftAlone() throws IOException {
        Path project = Files.createDirectory(folder.resolve("my_project"));
        Files.writeString(project.resolve("pom.xml"), "mine");

        MavenBuild build = MavenBuild.run(folder, MavenBuild.goal("project-scaffold"), "-Ddagster.name=my_project");

        assertThat(build.exitCode()).isNotZero();
        assertThat(build.log())
                .contains(
                        "Nothing was written, because something is in the way:",
                        "[ERROR]   my_project/pom.xml",
                        "[ERROR]   Move it away, or choose another name with <name> or -Ddagster.name");
        assertThat(project).isDirectoryContaining("glob:**pom.xml").satisfies(NewProjectIT::hasOneFile);
        assertThat(project.resolve("pom.xml")).hasContent("mine");
    }

    @Test
    void aWordThatIsNoLayoutIsRefusedBeforeAnythingIsWritten() {
        MavenBuild build = MavenBuild.run(
                folder, MavenBuild.goal("project-scaffold"), "-Ddagster.name=my_project", "-Ddagster.layout=clasic");

        assertThat(build.exitCode()).isNotZero();
        assertThat(build.log())
                .contains("There is no layout 'clasic', did you mean 'classic'?", "<layout> or -Ddagster.layout");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProjectIsMadeFromAnExampleOfTheVersionThatIsAskedFor() throws IOException {
        try (ExampleServer server = new ExampleServer("1.11.0", "quickstart_etl")) {
            MavenBuild build = MavenBuild.run(
                    folder,
                    MavenBuild.goal("project-list-examples"),
                    MavenBuild.goal("project-from-example"),
                    "-Ddagster.exampleName=quickstart_etl",
                    "-Ddagster.exampleVersion=1.11.0",
                    "-Ddagster.exampleUrl=" + server.address(),
                    "-Ddagster.name=mine",
                    "-Ddagster.outputFormat=json",
                    "-Ddagster.outputFile=examples.json");

            assertThat(build.exitCode()).as(build.log()).isZero();
            assertThat(build.lines())
                    .contains(
                            "[INFO] Created " + folder.resolve("mine") + ": 1 files of Dagster 1.11.0",
                            "[INFO]   cd mine",
                            "[INFO]   mvn " + MavenBuild.goal("asset-list"));
        }
        assertThat(folder.resolve("mine/definitions.py")).hasContent("defs = None");
        assertThat(folder.resolve("examples.json")).content().contains("\"name\": \"quickstart_etl\"");
    }

    private static void hasOneFile(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList()).hasSize(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anExampleThatCannotBeFetchedIsToldAndLeavesNothing() {
        MavenBuild unreachable = MavenBuild.run(
                folder,
                MavenBuild.goal("project-from-example"),
                "-Ddagster.exampleName=quickstart_etl",
                "-Ddagster.exampleUrl=http://127.0.0.1:1/{version}");
        MavenBuild unknown =
                MavenBuild.run(folder, MavenBuild.goal("project-from-example"), "-Ddagster.exampleName=quickstart-etl");

        assertThat(unreachable.exitCode()).isNotZero();
        assertThat(unreachable.log())
                .contains("The examples cannot be fetched from http://127.0.0.1:1/")
                .contains(List.of(": Connection refused", "<exampleUrl> (-Ddagster.exampleUrl)"));
        assertThat(unknown.exitCode()).isNotZero();
        assertThat(unknown.log()).contains("There is no example 'quickstart-etl', did you mean 'quickstart_etl'?");
        assertThat(folder.resolve("quickstart_etl")).doesNotExist();
    }
}
