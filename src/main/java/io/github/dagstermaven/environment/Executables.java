package io.github.dagstermaven.environment;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks programs up as a shell does. */
final class Executables {
    private Executables() {}

    /** The program of that name on the PATH of these variables. */
    static Optional<Path> find(String name, Map<String, String> variables) {
        boolean windows = Platform.current().isWindows();
        String path = variables.entrySet().stream()
                .filter(entry -> windows
                        ? entry.getKey().equalsIgnoreCase("PATH")
                        : entry.getKey().equals("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        List<String> names = windows ? List.of(name + ".exe", name) : List.of(name);
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> names.stream().flatMap(file -> resolve(folder, file).stream()))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Optional<Path> resolve(String folder, String name) {
        try {
            return Optional.of(Path.of(folder).toAbsolutePath().resolve(name));
        } catch (InvalidPathException e) {
            // A PATH may hold anything.
            return Optional.empty();
        }
    }
}
