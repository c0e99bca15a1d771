package io.github.dagstermaven.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key under which a choice of versions is remembered: the same exactly as long as nothing that decides the choice changes. */
class RequestedPackagesTest {
    private static final String PYPROJECT =
            "[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [\"dagster>=1.12\"]\n";

    @TempDir
    Path directory;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void settingsOfUvInPyprojectDecideAndSettingsOfOtherToolsDoNot() throws IOException {
        write("pyproject.toml", PYPROJECT);
        String before = key();

        write("pyproject.toml", PYPROJECT + "[tool.ruff]\nline-length = 100\n");
        assertThat(key()).isEqualTo(before);

        write("pyproject.toml", PYPROJECT + "[tool.uv]\nconstraint-dependencies = [\"dagster<1.13\"]\n");
        assertThat(key()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UV_EXCLUDE_NEWER",
                "UV_CONSTRAINT",
                "UV_OVERRIDE",
                "UV_FIND_LINKS",
                "UV_PRERELEASE",
                "UV_RESOLUTION",
                "UV_EXTRA_INDEX_URL",
                "UV_INDEX"
            })
    void variablesThatUvHeedsDecide(String name) throws IOException {
        String before = key();

        variables.put(name, "something");

        assertThat(key()).isNotEqualTo(before);
    }

    @Test
    void theContentOfAFileOfConstraintsDecides() throws IOException {
        variables.put("UV_CONSTRAINT", "limits.txt");
        write("limits.txt", "dagster<1.13\n");
        String before = key();

        write("limits.txt", "dagster<1.12\n");

        assertThat(key()).isNotEqualTo(before);
    }

    @Test
    void credentialsOfAnIndexDoNotDecide() throws IOException {
        variables.put("UV_INDEX", "https://me:old@index.test/simple");
        String before = key();

        variables.put("UV_INDEX", "https://me:new@index.test/simple");

        assertThat(key()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./lib", "lib @ file:./lib", "-e ./lib", "lib[extra] @ file:./lib ; python_version > '3'"})
    void theProjectFilesOfALocalDependencyDecide(String line) throws IOException {
        write("requirements.txt", "dagster\n" + line + "\n");
        Files.createDirectories(directory.resolve("lib"));
        write("lib/pyproject.toml", PYPROJECT);
        String before = key();

        write("lib/pyproject.toml", PYPROJECT.replace("1.12", "1.13"));

        assertThat(key()).isNotEqualTo(before);
    }

    @Test
    void indexOptionsAreNoRequirements() throws IOException {
        write("requirements.txt", "--extra-index-url https://extra.test/simple\ndagster\n-f wheels\n--no-index\n");

        RequestedPackages requested = requested();

        assertThat(requested.lines()).containsExactly("dagster", "dagster", "dagster-webserver");
        assertThat(requested.index())
                .isEqualTo(new IndexOptions(
                        null,
                        List.of("https://extra.test/simple"),
                        List.of(directory.resolve("wheels").toString()),
                        true));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private RequestedPackages requested() {
        return RequestedPackages.of(specifications().build());
    }

    private String key() throws IOException {
        Specifications specifications = specifications();
        return requested().key(specifications.build().project(), new IndexAccess(null, null, variables));
    }

    private Specifications specifications() {
        Specifications specifications = new Specifications(directory, directory.resolve("cache"));
        specifications.variables = variables;
        return specifications;
    }
}
