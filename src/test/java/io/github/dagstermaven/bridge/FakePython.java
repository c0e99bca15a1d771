package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bridge that plays scripts instead of running Dagster; see fake-bridge in the test resources. */
final class FakePython {
    static final BridgeTimeouts IMPATIENT = new BridgeTimeouts(
            Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(5));

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private Secrets secrets = Secrets.none();

    FakePython(Path folder) {
        this.folder = folder;
        variables.put("FAKE_SCRIPTS", folder.toString());
    }

    /** Writes a script; double quotes are written as single ones. */
    FakePython plays(String name, String... steps) throws IOException {
        Files.writeString(
                folder.resolve(name + ".jsonl"), String.join("\n", steps).replace('\'', '"') + "\n");
        return this;
    }

    FakePython withLocations(String names) {
        variables.put("FAKE_LOCATIONS", names);
        return this;
    }

    FakePython withVariable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    FakePython withSecret(String name, String value) {
        secrets = new Secrets(Map.of(name, value));
        return this;
    }

    LocalDagster open() throws URISyntaxException {
        return open(IMPATIENT);
    }

    LocalDagster open(BridgeTimeouts timeouts) throws URISyntaxException {
        Path fake = Path.of(FakePython.class.getResource("/fake-bridge").toURI());
        return new LocalDagster(
                new LocalDagster.Settings(
                        Path.of("python3"),
                        fake,
                        List.of(folder.resolve("src")),
                        folder,
                        new CodeTarget(CodeTarget.Kind.MODULE_NAME, List.of("shop"), null, folder),
                        folder.resolve("home"),
                        null,
                        variables,
                        secrets,
                        2,
                        logs()),
                timeouts);
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    List<String> received() throws IOException {
        return Files.readAllLines(folder.resolve("received.jsonl"));
    }

    /** Whether the process whose id is in the file runs; a zombie that nobody has reaped yet does not. */
    boolean isRunning(String file) throws IOException {
        long pid = Long.parseLong(Files.readString(file(file)));
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (NoSuchFileException e) {
            return !Files.isDirectory(Path.of("/proc"));
        }
    }
}
