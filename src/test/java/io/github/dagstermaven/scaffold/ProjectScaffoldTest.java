package io.github.dagstermaven.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of a new project, and what keeps them from being written. */
class ProjectScaffoldTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/io/github/dagstermaven/scaffold/templates");

    @TempDir
    Path parent;

    @Test
    void theClassicLayoutIsAPackageWithItsTestsAndAPom() throws IOException {
        int files = scaffold(Layout.CLASSIC).write(parent);

        assertThat(written())
                .containsExactly(
                        "my-project/.gitignore",
                        "my-project/README.md",
                        "my-project/my_project/__init__.py",
                        "my-project/my_project/assets/__init__.py",
                        "my-project/my_project/assets/ingestion.py",
                        "my-project/my_project/assets/transformations.py",
                        "my-project/my_project/jobs.py",
                        "my-project/my_project/resources/__init__.py",
                        "my-project/my_project/schedules.py",
                        "my-project/my_project/sensors.py",
                        "my-project/my_project_tests/__init__.py",
                        "my-project/my_project_tests/test_assets.py",
                        "my-project/my_project_tests/test_sensors.py",
                        "my-project/pom.xml",
                        "my-project/pyproject.toml",
                        "my-project/setup.py")
                .hasSize(files);
        assertThat(parent.resolve("my-project/pom.xml"))
                .content()
                .contains(
                        "<artifactId>my-project</artifactId>",
                        "<version>1.2.3</version>",
                        "<packaging>dagster</packaging>",
                        "<args>pytest</args>");
    }

    @Test
    void theDgLayoutIsAProjectOfComponents() throws IOException {
        scaffold(Layout.DG).write(parent);

        assertThat(written())
                .contains(
                        "my-project/src/my_project/definitions.py",
                        "my-project/src/my_project/defs/customers/defs.yaml",
                        "my-project/tests/test_definitions.py");
        assertThat(parent.resolve("my-project/pyproject.toml"))
                .content()
                .contains("[tool.dg.project]\nroot_module = \"my_project\"");
        assertThat(parent.resolve("my-project/src/my_project/defs/customers/defs.yaml"))
                .content()
                .startsWith("type: my_project.components.csv_table.CsvTable\n");
    }

    @ParameterizedTest
    @EnumSource
    void noPlaceholderIsLeft(Layout layout) throws IOException {
        scaffold(layout).write(parent);

        for (String file : written()) {
            assertThat(Files.readString(parent.resolve(file))).as(file).doesNotContainPattern("@[A-Za-z]+@");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFileOfATemplateIsListed(Layout layout) throws IOException {
        Path template = TEMPLATES.resolve(layout.name().toLowerCase(java.util.Locale.ROOT));

        Set<String> packed = files(template).stream()
                .filter(path -> !path.equals("contents.txt") && !path.startsWith("without-tests/"))
                .map(path -> path.replaceFirst("^dot\\.", "."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packed).isEqualTo(new TreeSet<>(Files.readAllLines(template.resolve("contents.txt"))));
    }

    @Test
    void excludesLeaveOutWhatTheyNameInAnyCase() throws IOException {
        new ProjectScaffold(
                        Layout.CLASSIC,
                        ProjectName.of("setup_tests"),
                        Excludes.of(List.of("readme.MD", "SETUP", "tests")),
                        "1.2.3")
                .write(parent);

        assertThat(written())
                .contains("setup_tests/setup_tests/__init__.py", "setup_tests/pyproject.toml", "setup_tests/pom.xml")
                .noneMatch(path -> path.endsWith("README.md") || path.endsWith("setup.py") || path.contains("test_"));
        assertThat(parent.resolve("setup_tests/pom.xml"))
                .content()
                .as("there is nothing for pytest to run")
                .doesNotContain("pytest");
    }

    @Test
    void anUnknownExcludeIsRefused() {
        assertThatThrownBy(() -> Excludes.of(List.of("tests", "docs")))
                .isInstanceOf(PipelineException.class)
                .hasMessage("Nothing of a new project is called 'docs'");
    }

    @Test
    void whatIsInTheWayIsNamedAndNothingIsWritten() throws IOException {
        Path project = Files.createDirectory(parent.resolve("my-project"));
        Files.writeString(project.resolve("pom.xml"), "mine");
        Files.writeString(project.resolve("my_project"), "a file where a folder is needed");

        Problem problem = catchThrowableOfType(
                        PipelineException.class, () -> scaffold(Layout.CLASSIC).write(parent))
                .problems()
                .get(0);

        assertThat(problem.message())
                .isEqualTo("Nothing was written, because something is in the way:\n" + Path.of("my-project/my_project")
                        + "\n" + Path.of("my-project/pom.xml"));
        assertThat(problem.remedy()).isEqualTo("Move it away, or choose another name with <name> or -Ddagster.name");
        assertThat(written()).containsExactly("my-project/my_project", "my-project/pom.xml");
        assertThat(project.resolve("pom.xml")).hasContent("mine");
    }

    @Test
    void aLinkThatLeadsNowhereIsInTheWay() throws IOException {
        Path link = Files.createDirectory(parent.resolve("my-project")).resolve("setup.py");
        Files.createSymbolicLink(link, parent.resolve("elsewhere.py"));

        assertThatThrownBy(() -> scaffold(Layout.CLASSIC).write(parent)).hasMessageContaining("setup.py");
        assertThat(parent.resolve("elsewhere.py")).doesNotExist();
    }

    @Test
    void aFolderWithOtherFilesIsCompleted() throws IOException {
        Path git = Files.createDirectories(parent.resolve("my-project/.git"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main");

        scaffold(Layout.CLASSIC).write(parent);

        assertThat(written()).contains("my-project/.git/HEAD", "my-project/pom.xml");
    }

    @Test
    void aProjectThatCannotBeWrittenInFullIsNotThereAtAll() throws IOException {
        // Longer than file systems allow: folder and first files can be made, those in the package cannot.
        ProjectName name = new ProjectName("project", "p".repeat(300));

        assertThatThrownBy(
                        () -> new ProjectScaffold(Layout.CLASSIC, name, Excludes.of(List.of()), "1.2.3").write(parent))
                .isInstanceOf(PlatformException.class)
                .hasMessageStartingWith("The project cannot be written to " + parent.resolve("project") + ": ");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aFolderForAnExampleIsNewAndRightBelow() throws IOException {
        Files.createDirectory(parent.resolve("taken"));

        assertThat(NewFolder.below(parent, "free")).isEqualTo(parent.resolve("free"));
        assertThatThrownBy(() -> NewFolder.below(parent, "taken"))
                .hasMessage("Nothing was written, because taken is in the way");
        assertThatThrownBy(() -> NewFolder.below(parent, "../outside"))
                .hasMessage("'../outside' is not the name of a folder right below " + parent);
    }

    private static ProjectScaffold scaffold(Layout layout) {
        return new ProjectScaffold(layout, ProjectName.of("my-project"), Excludes.of(List.of()), "1.2.3");
    }

    private List<String> written() throws IOException {
        return files(parent);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
