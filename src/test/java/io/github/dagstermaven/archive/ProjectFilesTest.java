package io.github.dagstermaven.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a project belong to its code location. */
class ProjectFilesTest {
    @TempDir
    Path project;

    @TempDir
    Path elsewhere;

    @Test
    void codeAndDataArePackedInTheOrderOfTheirNames() throws IOException {
        write(
                "orders/__init__.py",
                "pyproject.toml",
                "orders/data/b.csv",
                "orders/data/a.csv",
                "Z.md",
                ".python-version");

        assertThat(packed())
                .containsExactly(
                        ".python-version",
                        "Z.md",
                        "orders/__init__.py",
                        "orders/data/a.csv",
                        "orders/data/b.csv",
                        "pyproject.toml");
    }

    @Test
    void whatIsHiddenGeneratedOrSecretStaysOut() throws IOException {
        write("definitions.py");
        write(".env", ".env.production", ".git/config", ".venv/lib/x.py", ".idea/workspace.xml", "orders/.DS_Store");
        write(
                "orders/__pycache__/a.cpython-311.pyc",
                "orders/a.pyc",
                "orders.egg-info/PKG-INFO",
                "ui/node_modules/a.js");
        write("build/lib/orders.py", "dist/orders-1.0.0.tar.gz", "python/pyvenv.cfg", "python/lib/x.py");
        write("tls/server.pem", "tls/server.KEY", "keystore.jks", "deploy/id_rsa", "deploy/id_ed25519.pub");

        assertThat(packed()).containsExactly("definitions.py");
    }

    @Test
    void packagesMayBeCalledLikeWhatABuildMakes() throws IOException {
        write("build/__init__.py", "orders/build/x.py", "orders/dist/y.py");

        assertThat(packed()).containsExactly("build/__init__.py", "orders/build/x.py", "orders/dist/y.py");
    }

    @Test
    void theBuildDirectoryAndHomesStayOut() throws IOException {
        write("a.py", "target/a.py", "out/home/b.py", "tmp_home/history/runs.db", "tmp_home/storage/orders");
        ArchiveRules rules = new ArchiveRules(
                Set.of(project.resolve("target"), project.resolve("out/home")), List.of("**"), List.of());

        assertThat(packed(rules(List.of(), List.of()))).containsExactly("a.py", "out/home/b.py", "target/a.py");
        assertThat(packed(rules))
                .contains("a.py")
                .noneMatch(name -> name.startsWith("target") || name.startsWith("out"));
    }

    @Test
    void ofAProjectThatIsItsOwnHomeOnlyTheCodeIsPacked() throws IOException {
        write("dagster.yaml", "a.py", "history/runs.db", "storage/orders", "schedules/schedules.db", "logs/event.log");

        assertThat(packed()).containsExactly("a.py", "dagster.yaml");
    }

    @Test
    void patternsLeaveOutAndBringBack() throws IOException {
        write(
                "a.py",
                "tests/test_a.py",
                "notes/a.md",
                "notes/deep/b.md",
                ".streamlit/config.toml",
                ".streamlit/secrets.toml");

        assertThat(packed(rules(List.of(".streamlit/config.toml"), List.of("tests/", "**/*.md"))))
                .containsExactly(".streamlit/config.toml", "a.py");
        assertThat(packed(rules(List.of(".streamlit/"), List.of(".streamlit/secrets.toml"))))
                .contains(".streamlit/config.toml")
                .doesNotContain(".streamlit/secrets.toml");
    }

    @Test
    void aLinkIsPackedAsTheFileOfTheProjectThatItLeadsTo() throws IOException {
        write("a.csv");
        Files.writeString(elsewhere.resolve("passwords"), "x");
        Files.createSymbolicLink(project.resolve("b.csv"), Path.of("a.csv"));
        Files.createSymbolicLink(project.resolve("c.csv"), elsewhere.resolve("passwords"));
        Files.createSymbolicLink(project.resolve("folder"), elsewhere);

        ProjectFiles found = ProjectFiles.in(project, rules(List.of(), List.of()));

        assertThat(found.files().keySet()).containsExactly("a.csv", "b.csv");
        assertThat(found.links()).containsExactly("c.csv", "folder");
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = project.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    private List<String> packed() throws IOException {
        return packed(rules(List.of(), List.of()));
    }

    private List<String> packed(ArchiveRules rules) throws IOException {
        return List.copyOf(ProjectFiles.in(project, rules).files().keySet());
    }

    private static ArchiveRules rules(List<String> includes, List<String> excludes) {
        return new ArchiveRules(Set.of(), includes, excludes);
    }
}
