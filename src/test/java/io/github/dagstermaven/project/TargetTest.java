package io.github.dagstermaven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.CodeTarget.Kind;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final String DEFINITIONS = "from dagster import Definitions\n\ndefs = Definitions(assets=[])\n";

    @TempDir
    Path directory;

    @Test
    void whatCannotBeListedDoesNotHideTheDefinitions() throws IOException {
        // Root can list every folder, so that permissions prove nothing here: a file cannot be listed by anybody.
        Path closed = Files.writeString(directory.resolve("closed"), "");

        assertThat(TargetDiscovery.list(closed)).isEmpty();
    }

    @Test
    void theClassicLayoutIsFound() throws IOException {
        write("my_project/__init__.py", DEFINITIONS);
        write("my_project/assets/__init__.py", "");
        write("my_project/assets/ingestion.py", "from dagster import asset\n");
        write("my_project_tests/test_assets.py", "x = 1\n");
        write("setup.py", "from setuptools import setup\n");

        assertThat(discovered()).contains(module("my_project"));
    }

    @Test
    void definitionsPyInAPackageIsAModule() throws IOException {
        write("my_project/__init__.py", "from .definitions import defs\n");
        write("my_project/definitions.py", DEFINITIONS);

        assertThat(discovered()).contains(module("my_project.definitions"));
    }

    @Test
    void theSrcLayoutIsFoundAndItsModuleCanBeImportedFromThePath() throws IOException {
        write("src/my_project/__init__.py", "");
        write("src/my_project/definitions.py", DEFINITIONS);

        assertThat(discovered()).contains(module("my_project.definitions"));
        assertThat(PythonProject.at(directory).pythonPath()).contains(directory.resolve("src"));
    }

    @Test
    void aSingleFileIsAFile() throws IOException {
        write("pipeline.py", DEFINITIONS);

        assertThat(discovered()).contains(file("pipeline.py"));
    }

    @Test
    void definitionsPyIsACandidateEvenWhenItCannotBeParsed() throws IOException {
        write("definitions.py", "def broken(:\n");

        assertThat(discovered()).contains(file("definitions.py"));
    }

    @Test
    void pyprojectComesFirstThenTheWorkspace() throws IOException {
        write("definitions.py", DEFINITIONS);
        write("workspace.yaml", "load_from: []\n");
        assertThat(discovered().orElseThrow().kind()).isEqualTo(Kind.WORKSPACE);

        write("pyproject.toml", "[tool.dagster]\nmodule_name = \"x\"\n");
        assertThat(discovered())
                .contains(new CodeTarget(
                        Kind.PYPROJECT,
                        List.of(directory.resolve("pyproject.toml").toString()),
                        null,
                        directory));
    }

    @Test
    void severalCandidatesAreListedWithTheWayToChoose() throws IOException {
        write("a.py", DEFINITIONS);
        write("b.py", DEFINITIONS);

        Problem problem = problem(TargetParameters.none());

        assertThat(problem.kind()).isEqualTo("ambiguous_name");
        assertThat(problem.message()).isEqualTo("Definitions were found in 2 places");
        assertThat(problem.choices()).containsExactly("a.py", "b.py");
        assertThat(problem.remedy())
                .contains("<pythonFile>a.py</pythonFile>", "-Ddagster.pythonFile=a.py", "workspace.yaml");
    }

    @Test
    void whatAPackageIsComposedOfIsNoCandidate() throws IOException {
        write("etl/__init__.py", DEFINITIONS);
        write("etl/sales/definitions.py", DEFINITIONS);
        write("etl/stock/definitions.py", DEFINITIONS);

        assertThat(discovered()).contains(module("etl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target",
                ".venv",
                "venv",
                "node_modules",
                ".git",
                "tests",
                "build",
                "dist",
                ".hidden",
                "sub/tests"
            })
    void foldersThatAreNotTheProjectsCodeAreNotScanned(String folder) throws IOException {
        write(folder + "/definitions.py", DEFINITIONS);

        assertThat(discovered()).isEmpty();
    }

    @Test
    void aVirtualEnvironmentOfAnyNameAndAMavenModuleAreNotScanned() throws IOException {
        write("myenv/pyvenv.cfg", "");
        write("myenv/definitions.py", DEFINITIONS);
        write("module/pom.xml", "");
        write("module/definitions.py", DEFINITIONS);

        assertThat(discovered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "defs = dg.Definitions(\n    assets=[])",
                "defs: dg.Definitions = build()",
                "defs = Definitions.merge(a, b)",
                "defs = (\n    Definitions(assets=[]))",
                "@definitions\ndef defs():\n    return load_from_defs_folder()",
                "@dg.definitions\ndef defs(): ...",
                "@repository\ndef repo(): ...",
                "defs = load_defs(pkg)",
                "if True:\n    defs = Definitions()",
            })
    void everyWayToDefineIsRecognised(String source) {
        assertThat(DefinitionsScan.hasDefinitions(source)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from dagster import Definitions",
                "# defs = Definitions()",
                "'''\ndefs = Definitions()\n'''",
                "def build():\n    defs = Definitions()\n    return defs",
                "text = 'defs = Definitions('",
                "class A:\n    @definitions\n    def x(self): ...",
            })
    void mentionsAreNotDefinitions(String source) {
        assertThat(DefinitionsScan.hasDefinitions(source)).isFalse();
    }

    @Test
    void aVeryLongStringIsNoTrouble() {
        assertThat(DefinitionsScan.hasDefinitions("x = '''" + "a\\n".repeat(200_000) + "'''\ndefs = Definitions()"))
                .isTrue();
    }

    @Test
    void aMissingFileIsReportedWithItsNeighbours() throws IOException {
        write("definitions.py", DEFINITIONS);
        write("other.py", "");

        Problem problem = problem(
                new TargetParameters(List.of("definitons.py"), List.of(), List.of(), List.of(), List.of(), null, null));

        assertThat(problem.message())
                .isEqualTo("The Python file 'definitons.py' does not exist (looked for "
                        + directory.resolve("definitons.py") + ")");
        assertThat(problem.value()).isEqualTo("definitons.py");
        assertThat(problem.parameter()).isEqualTo("pythonFile");
        assertThat(problem.choices()).containsExactly("definitions.py", "other.py");
        assertThat(problem.remedy()).isEqualTo("Correct <pythonFile> (-Ddagster.pythonFile).");
    }

    @Test
    void kindsAreNotMixed() {
        Problem problem = problem(
                new TargetParameters(List.of("a.py"), List.of("m"), List.of(), List.of(), List.of(), null, null));

        assertThat(problem.message())
                .isEqualTo("Definitions are named in more than one way: <pythonFile> = a.py, <moduleName> = m");
        assertThat(problem.remedy()).contains("-Ddagster.pythonFile or -Ddagster.moduleName");
    }

    @Test
    void aModuleOfTheProjectThatIsNotThereIsRefusedAndAnInstalledOneIsNot() throws IOException {
        write("etl/__init__.py", "");
        write("etl/definitions.py", DEFINITIONS);

        Problem problem = problem(new TargetParameters(
                List.of(), List.of("etl.definitons"), List.of(), List.of(), List.of(), null, null));

        assertThat(problem.choices()).containsExactly("etl.definitions");
        TargetParameters installed = new TargetParameters(
                List.of(), List.of("somewhere.installed"), List.of(), List.of(), List.of(), "defs", null);
        assertThat(PythonProject.at(directory).target(installed))
                .contains(new CodeTarget(Kind.MODULE_NAME, List.of("somewhere.installed"), "defs", directory));
    }

    @Test
    void aFileNameIsNoModuleName() {
        Problem problem = problem(
                new TargetParameters(List.of(), List.of("etl/defs.py"), List.of(), List.of(), List.of(), null, null));

        assertThat(problem.message()).isEqualTo("'etl/defs.py' is not the name of a Python module");
        assertThat(problem.remedy()).contains("-Ddagster.pythonFile");
    }

    @Test
    void severalFilesAreSeveralValues() throws IOException {
        write("a.py", DEFINITIONS);
        write("b.py", DEFINITIONS);
        TargetParameters both =
                new TargetParameters(List.of("a.py", " b.py"), List.of(), List.of(), List.of(), List.of(), null, null);

        assertThat(PythonProject.at(directory).target(both).orElseThrow().values())
                .containsExactly(
                        directory.resolve("a.py").toString(),
                        directory.resolve("b.py").toString());
    }

    @Test
    void aMissingWorkingDirectoryIsReported() {
        Problem problem = problem(
                new TargetParameters(List.of(), List.of("m"), List.of(), List.of(), List.of(), null, "nowhere"));

        assertThat(problem.message()).startsWith("The working directory 'nowhere' does not exist");
    }

    private Problem problem(TargetParameters parameters) {
        return catchThrowableOfType(
                        PipelineException.class,
                        () -> PythonProject.at(directory).target(parameters))
                .problems()
                .get(0);
    }

    private Optional<CodeTarget> discovered() {
        return PythonProject.at(directory).target(TargetParameters.none());
    }

    private CodeTarget module(String name) {
        return new CodeTarget(Kind.MODULE_NAME, List.of(name), null, directory);
    }

    private CodeTarget file(String name) {
        return new CodeTarget(Kind.PYTHON_FILE, List.of(directory.resolve(name).toString()), null, directory);
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
