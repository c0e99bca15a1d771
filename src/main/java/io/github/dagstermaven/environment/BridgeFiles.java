package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.files.AtomicFile;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import io.github.dagstermaven.project.Fingerprint;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Puts the bridge's Python package, which is packed with this class, where Python can import it, compiled. */
final class BridgeFiles {
    private static final String PACKAGE = "dagster_maven_bridge";
    private static final Duration COMPILE_TIMEOUT = Duration.ofMinutes(2);

    private final Cache cache;
    private final Consumer<String> log;

    BridgeFiles(Cache cache, Consumer<String> log) {
        this.cache = cache;
        this.log = log;
    }

    /** The folder with the package, compiled for this Python. */
    Path provide(Path interpreter, String pythonVersion) throws IOException {
        SortedMap<String, byte[]> files = packaged();
        Fingerprint fingerprint = new Fingerprint();
        files.forEach((name, content) -> fingerprint.add(name, HexFormat.of().formatHex(content)));
        String key = fingerprint.hex();
        Path folder = cache.bridges().resolve(key);
        Path marker = folder.resolve(".compiled-" + pythonVersion);
        new UnusedEntries(cache).markUsed(folder);
        if (isComplete(folder, marker, files)) {
            return folder;
        }
        return cache.locked("bridge-" + key, log, () -> {
            if (!isComplete(folder, marker, files)) {
                write(files, folder);
                compile(interpreter, folder);
                AtomicFile.write(marker, "");
            }
            return folder;
        });
    }

    private static boolean isComplete(Path folder, Path marker, Map<String, byte[]> files) throws IOException {
        if (!Files.exists(marker)) {
            return false;
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path) || Files.size(path) != file.getValue().length) {
                return false;
            }
        }
        return true;
    }

    private static void write(Map<String, byte[]> files, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            // Another Python may be importing from here: a file that is right already is left alone.
            if (!Files.isRegularFile(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                Files.write(path, file.getValue());
            }
        }
    }

    private static void compile(Path interpreter, Path folder) throws IOException {
        CommandResult result = ChildProcess.run(
                Command.inheriting(
                                List.of(
                                        interpreter.toString(),
                                        "-I",
                                        "-m",
                                        "compileall",
                                        "-q",
                                        // Content-addressed: the sources never change under their bytecode.
                                        "--invalidation-mode",
                                        "unchecked-hash",
                                        folder.resolve(PACKAGE).toString()),
                                folder)
                        .without(Set.of("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH")),
                COMPILE_TIMEOUT,
                line -> {});
        if (!result.succeeded()) {
            throw new PlatformException(
                    List.of(Problem.of(
                            "environment_error",
                            "The Python side of the plugin cannot be compiled by " + interpreter,
                            "Check that this is a working CPython 3.10 or newer.")),
                    result.stdout() + result.stderr(),
                    null);
        }
    }

    /** The package's files by path, wherever they are packed: in a jar, or in a folder of classes. */
    private static SortedMap<String, byte[]> packaged() throws IOException {
        URL initialiser = BridgeFiles.class.getClassLoader().getResource(PACKAGE + "/__init__.py");
        if (initialiser == null) {
            throw new IOException("The plugin is packed without its Python package " + PACKAGE);
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        String address = initialiser.toString();
        try {
            if (initialiser.getProtocol().equals("jar")) {
                readJar(Path.of(new URI(address.substring("jar:".length(), address.indexOf("!/")))), files);
            } else {
                readFolder(Path.of(initialiser.toURI()).getParent(), files);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        return files;
    }

    private static void readJar(Path jar, Map<String, byte[]> files) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (!entry.isDirectory() && entry.getName().startsWith(PACKAGE + "/") && isPackaged(entry.getName())) {
                    files.put(entry.getName(), file.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private static void readFolder(Path folder, Map<String, byte[]> files) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.getParent().relativize(path).toString().replace('\\', '/');
                if (isPackaged(name)) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
    }

    private static boolean isPackaged(String name) {
        return !name.contains("__pycache__") && !name.endsWith(".pyc");
    }
}
