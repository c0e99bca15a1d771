package io.github.dagstermaven.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatesTest {
    private final FileStates states = new FileStates("salt");

    @TempDir
    private Path project;

    @Test
    void codeAndSettingsAreToldApartFromData() throws IOException {
        write("shop/assets.py", "");
        write("shop/orders.sql", "");
        write(".env", "");
        write("data/orders.json", "");
        write("data/loader.py", "");
        write("orders.csv", "");

        assertThat(sources()).containsOnlyKeys("shop/assets.py", "shop/orders.sql", ".env", "data/loader.py");
        assertThat(data()).containsOnlyKeys("data/orders.json", "orders.csv");
    }

    @Test
    void whatBuildsEnvironmentsAndToolsKeepIsNotLookedAt() throws IOException {
        write("target/a.py", "");
        write(".git/config.toml", "");
        write("shop/__pycache__/a.json", "");
        write("my-python/pyvenv.cfg", "");
        write("my-python/a.py", "");
        write("home/dagster.yaml", "");
        write("build.log", "");
        write(".coverage", "");

        assertThat(sources()).isEmpty();
        assertThat(data()).isEmpty();
    }

    @Test
    void codeIsToldByItsContentAndDataByItsTime() throws IOException {
        Path code = write("a.py", "a = 1");
        Path table = write("a.csv", "1");
        Map<String, String> codeBefore = sources();
        Map<String, String> dataBefore = data();

        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(code, later);
        Files.setLastModifiedTime(table, later);
        assertThat(sources()).isEqualTo(codeBefore);
        assertThat(data()).isNotEqualTo(dataBefore);

        write("a.py", "a = 2");
        assertThat(sources()).isNotEqualTo(codeBefore);
    }

    @Test
    void theSameContentHasAnotherHashWithAnotherSalt() throws IOException {
        Path file = write(".env", "PASSWORD=1");

        assertThat(states.content(file)).isNotEqualTo(new FileStates("another").content(file));
        assertThat(states.content(project.resolve("absent"))).isNotEqualTo(states.content(file));
    }

    @Test
    void aFolderChangesWithEachFileButNotWithWhatProcessesTellEachOther() throws IOException {
        write("home/history/runs.db", "1");
        String before = FileStates.ofFolder(project.resolve("home"));

        write("home/history/runs.db-shm", "2");
        write("home/.dagster-maven.lock", "");
        assertThat(FileStates.ofFolder(project.resolve("home"))).isEqualTo(before);

        write("home/history/runs.db-wal", "2");
        assertThat(FileStates.ofFolder(project.resolve("home"))).isNotEqualTo(before);
        assertThat(FileStates.ofFolder(project.resolve("gone"))).isEqualTo("absent");
    }

    @Test
    void whatLiesOutsideOrInABuildsFolderIsNotWatched() {
        assertThat(FileStates.isWatched(project, project.resolve("config/a"))).isTrue();
        assertThat(FileStates.isWatched(project, project)).isTrue();
        assertThat(FileStates.isWatched(project, project.resolve("target/a"))).isFalse();
        assertThat(FileStates.isWatched(project, project.resolveSibling("other")))
                .isFalse();
    }

    private Map<String, String> sources() throws IOException {
        return relative(states.sourcesBelow(project, project.resolve("home")));
    }

    private Map<String, String> data() throws IOException {
        return relative(states.dataBelow(project, project.resolve("home")));
    }

    private Map<String, String> relative(Map<Path, String> found) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> project.relativize(entry.getKey()).toString().replace('\\', '/'),
                        Map.Entry::getValue));
    }

    private Path write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
