package io.github.dagstermaven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonProjectTest {
    @TempDir
    Path directory;

    @Test
    void anEmptyFolderAsksForNothing() {
        PythonProject project = PythonProject.at(directory);

        assertThat(project.requirements()).isEqualTo(ProjectRequirements.none());
        assertThat(project.wantedPython()).isEmpty();
        assertThat(project.lockFile()).isEmpty();
        assertThat(project.pythonPath()).containsExactly(directory);
        assertThat(project.name()).isEqualTo(directory.getFileName().toString());
    }

    @Test
    void aSyntaxErrorIsReportedWithFileLineAndSource() throws IOException {
        write("pyproject.toml", "[project]\nname = \"x\"\nversion = = 1\n");

        PipelineException error = catchThrowableOfType(PipelineException.class, () -> PythonProject.at(directory));

        Problem problem = error.problems().get(0);
        assertThat(problem.message()).startsWith("pyproject.toml is not valid TOML");
        assertThat(problem.at().file())
                .isEqualTo(directory.resolve("pyproject.toml").toString());
        assertThat(problem.at().line()).isEqualTo(3);
        assertThat(problem.at().source()).isEqualTo("version = = 1");
    }

    @Test
    void pyprojectWinsOverSetupPyAndRequirementsTxt() throws IOException {
        write("pyproject.toml", "[project]\nname = \"x\"\ndependencies = [\"dagster>=1.12\", \"pandas\"]\n");
        write("setup.py", "setup(name='x', install_requires=['dagster==1.10.0'])");
        write("requirements.txt", "dagster==1.11.0\n");

        assertThat(PythonProject.at(directory).requirements().source()).isEqualTo("pyproject.toml");
        assertThat(PythonProject.at(directory).requirements().lines()).containsExactly("dagster>=1.12", "pandas");
    }

    @Test
    void aPyprojectThatOnlySaysHowToBuildLeavesTheWordToSetupPy() throws IOException {
        write("pyproject.toml", "[build-system]\nrequires = [\"setuptools\"]\n[tool.dagster]\nmodule_name = \"x\"\n");
        write("setup.py", """
                from setuptools import find_packages, setup
                setup(
                    name="my_project",
                    python_requires=">=3.10,<3.13",
                    install_requires=[
                        "dagster",  # the framework, not "dagit"
                        'dagster-cloud',
                    ],
                    extras_require={"dev": ["dagster-webserver", "pytest"]},
                )
                """);

        PythonProject project = PythonProject.at(directory);

        assertThat(project.requirements().source()).isEqualTo("setup.py");
        assertThat(project.requirements().lines()).containsExactly("dagster", "dagster-cloud");
        assertThat(project.name()).isEqualTo("my_project");
        assertThat(project.wantedPython().orElseThrow().versions()).hasToString(">=3.10,<3.13");
    }

    @Test
    void computedRequirementsAreLeftToUv() throws IOException {
        write("setup.py", "reqs = open('r.txt').read().split()\nsetup(name='x', install_requires=reqs)");

        assertThat(PythonProject.at(directory).requirements())
                .isEqualTo(ProjectRequirements.computed("setup.py", directory.resolve("setup.py")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raise RuntimeError('boom')", "setup(**settings)", "import other_setup"})
    void aSetupPyThatMaySayAnythingIsLeftToUv(String setup) throws IOException {
        write("setup.py", setup);
        write("requirements.txt", "dagster");

        assertThat(PythonProject.at(directory).requirements().computed()).isEqualTo(directory.resolve("setup.py"));
    }

    @Test
    void aSetupPyWithoutRequirementsLeavesThemToRequirementsTxt() throws IOException {
        write("setup.py", "setup(name='x')");
        write("requirements.txt", "dagster");

        assertThat(PythonProject.at(directory).requirements().source()).isEqualTo("requirements.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"dagster\"", "[\"dagster\", 3]", "{dagster = \"*\"}"})
    void dependenciesThatAreNoArrayOfStringsAreAnErrorWithTheirLine(String value) throws IOException {
        write("pyproject.toml", "[project]\nname = \"x\"\ndependencies = " + value + "\n");

        Problem problem = problem(() -> PythonProject.at(directory).requirements());

        assertThat(problem.message()).isEqualTo("dependencies has to be an array of strings");
        assertThat(problem.at().line()).isEqualTo(3);
        assertThat(problem.at().source()).isEqualTo("dependencies = " + value);
        assertThat(problem.remedy()).isEqualTo("Write it as dependencies = [\"dagster\"].");
    }

    @Test
    void aFileThatIsNotTextIsNamed() throws IOException {
        Files.write(directory.resolve("pyproject.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        Problem problem = problem(() -> PythonProject.at(directory));

        assertThat(problem.message()).isEqualTo("pyproject.toml cannot be read: it is not UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".python-version | # mine;banana | 2 | banana",
                ".python-version | pypy3.10 | 1 | pypy3.10",
                "pyproject.toml | [project];name = 'x';requires-python = 'three' | 3 | three",
                "setup.cfg | [options];python_requires = any | 2 | any",
                "setup.py | setup(;python_requires='newest') | 2 | newest",
            })
    void aPythonVersionThatIsNoneIsAnErrorWithItsLine(String file, String content, int line, String value)
            throws IOException {
        write(file, content.replace(";", "\n"));

        Problem problem = problem(() -> PythonProject.at(directory).wantedPython());

        assertThat(problem.message()).isEqualTo("'" + value + "' is not a version of CPython");
        assertThat(problem.at().file()).isEqualTo(directory.resolve(file).toString());
        assertThat(problem.at().line()).isEqualTo(line);
        assertThat(problem.remedy()).contains("<pythonVersion> (-Ddagster.pythonVersion)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpython-3.12.1-linux-x86_64-gnu | 3.12.1 | 3.12.2",
                "python3.12 | 3.12.9 | 3.11.9",
                "~3.11 | 3.11.2 | 3.12.0",
                "3.12-dev | 3.12.0 | 3.13.0",
            })
    void everyFormOfAVersionFileIsUnderstood(String content, String fits, String doesNot) throws IOException {
        write(".python-version", content);

        VersionSpecifier versions =
                PythonProject.at(directory).wantedPython().orElseThrow().versions();

        assertThat(versions.matches(fits)).isTrue();
        assertThat(versions.matches(doesNot)).isFalse();
    }

    @Test
    void aRequiresPythonThatIsANumberIsAnError() throws IOException {
        write("pyproject.toml", "[project]\nname = \"x\"\nrequires-python = 3.10\n");

        Problem problem = problem(() -> PythonProject.at(directory).wantedPython());

        assertThat(problem.message()).isEqualTo("requires-python has to be a string");
        assertThat(problem.at().line()).isEqualTo(3);
    }

    @Test
    void setupCfgIsReadWithContinuationLines() throws IOException {
        write("setup.cfg", """
                [metadata]
                name = etl
                [options]
                python_requires = >=3.11
                install_requires =
                    dagster>=1.11
                    # not this one
                    pandas
                """);

        assertThat(PythonProject.at(directory).requirements().lines()).containsExactly("dagster>=1.11", "pandas");
        assertThat(PythonProject.at(directory).requirements().source()).isEqualTo("setup.cfg");
    }

    @Test
    void includedRequirementsFilesAreFlattened() throws IOException {
        write(
                "requirements.txt",
                "-r base.txt\n-c limits.txt\npandas \\\n  >=2  # comment\n-e ./lib\n--find-links wheels\n-f https://x.test/wheels\n");
        write("base.txt", "dagster==1.12.22\n-r requirements.txt\n");
        write("limits.txt", "numpy<3\n");

        ProjectRequirements requirements = PythonProject.at(directory).requirements();

        assertThat(requirements.lines())
                .containsExactly(
                        "dagster==1.12.22",
                        "pandas >=2",
                        "-e " + directory.resolve("lib"),
                        "--find-links " + directory.resolve("wheels"),
                        "--find-links https://x.test/wheels");
        assertThat(requirements.constraints()).containsExactly("numpy<3");
    }

    @Test
    void theSettingsOfUvAreTheNearestOnesAndNothingElseOfTheFile() throws IOException {
        write("pyproject.toml", "[tool.uv]\nprerelease = \"allow\"\n[tool.ruff]\nline-length = 100\n");
        Path inside = Files.createDirectories(directory.resolve("inside"));

        assertThat(PythonProject.at(inside).uvSettings()).contains("prerelease").doesNotContain("line-length");

        Files.writeString(inside.resolve("uv.toml"), "resolution = \"lowest\"\n");
        assertThat(PythonProject.at(inside).uvSettings()).isEqualTo("resolution = \"lowest\"\n");
    }

    @Test
    void aMissingIncludeNamesTheLineThatAsksForIt() throws IOException {
        write("requirements.txt", "dagster\n-r nope.txt\n");

        PipelineException error = catchThrowableOfType(
                PipelineException.class, () -> PythonProject.at(directory).requirements());

        assertThat(error).hasMessageContaining("nope.txt does not exist");
        assertThat(error.problems().get(0).at().line()).isEqualTo(2);
    }

    @Test
    void thePythonVersionFileWinsOverRequiresPython() throws IOException {
        write("pyproject.toml", "[project]\nname = \"x\"\nrequires-python = \">=3.10\"\n");
        write(".python-version", "# pinned\n3.11\n");

        VersionSpecifier python =
                PythonProject.at(directory).wantedPython().orElseThrow().versions();

        assertThat(python.matches("3.11.7")).isTrue();
        assertThat(python.matches("3.12.0")).isFalse();
    }

    @Test
    void theLockOfAWorkspaceServesItsMembers() throws IOException {
        write("pyproject.toml", "[tool.uv.workspace]\nmembers = [\"a\"]\n");
        write("uv.lock", "version = 1\n\n[[package]]\nname = \"dagster\"\nversion = \"1.12.22\"\n");
        write("a/pyproject.toml", "[project]\nname = \"a\"\n");

        PythonProject member = PythonProject.at(directory.resolve("a"));

        assertThat(member.lockFile()).contains(directory.resolve("uv.lock"));
        assertThat(member.lockedDagsterVersion()).contains("1.12.22");
    }

    @Test
    void sourceFoldersThatHoldPythonAreOnThePath() throws IOException {
        write("src/pkg/__init__.py", "");
        write("src/main/java/A.java", "");

        assertThat(PythonProject.at(directory).pythonPath()).containsExactly(directory, directory.resolve("src"));
    }

    @Test
    void entryPointsAreWrittenAsAnInstalledDistribution() throws IOException {
        write("pyproject.toml", """
                [project]
                name = "my-etl"
                version = "1.2"
                [project.entry-points."dagster_dg_cli.registry_modules"]
                my_etl = "my_etl.components.*"
                """);
        Path parent = directory.resolve("out");

        Path folder = PythonProject.at(directory).writeEntryPoints(parent).orElseThrow();

        assertThat(folder.resolve("my_etl-1.2.dist-info/entry_points.txt"))
                .content()
                .startsWith("[dagster_dg_cli.registry_modules]\nmy_etl = my_etl.components.*\n");
        assertThat(folder.resolve("my_etl-1.2.dist-info/METADATA")).content().contains("Name: my-etl");
    }

    @Test
    void writingEntryPointsAtTheSameTimeGivesOneWholeFolder() throws IOException {
        write("setup.cfg", "[metadata]\nname = etl\n[options.entry_points]\ndagster =\n    a = b:c\n");
        PythonProject project = PythonProject.at(directory);

        List<Path> folders = IntStream.range(0, 20)
                .parallel()
                .mapToObj(
                        i -> project.writeEntryPoints(directory.resolve("out")).orElseThrow())
                .distinct()
                .toList();

        assertThat(folders).hasSize(1);
        assertThat(folders.get(0).resolve("etl-0.dist-info")).isDirectoryContaining("glob:**entry_points.txt");
        try (var files = Files.list(folders.get(0).resolve("etl-0.dist-info"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aProjectWithoutEntryPointsWritesNothing() {
        assertThat(PythonProject.at(directory).writeEntryPoints(directory.resolve("out")))
                .isEmpty();
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private static Problem problem(ThrowingCallable reading) {
        return catchThrowableOfType(PipelineException.class, reading).problems().get(0);
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
