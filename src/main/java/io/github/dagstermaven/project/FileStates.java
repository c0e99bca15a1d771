package io.github.dagstermaven.project;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of files at one moment. Code and settings are told by their content, everything else by size and time: it may be
 * large.
 */
public final class FileStates {
    /** More than these are not looked at. */
    public static final int MOST_FILES = 20_000;

    private static final long LARGEST_SOURCE = 5_000_000;
    private static final List<String> SOURCE_ENDINGS = List.of(
            ".py", ".yaml", ".yml", ".sql", ".toml", ".json", ".jinja", ".jinja2", ".j2", ".cfg", ".ini", ".env");
    private static final Set<String> DATA_FOLDERS = Set.of("data", "output", "outputs");
    /** Never the user's own files: what environments, builds and tools keep. */
    private static final Set<String> FOREIGN_FOLDERS =
            Set.of("site-packages", "dist-packages", "node_modules", "__pycache__", "target", "venv", "env", "build");

    private final String salt;

    /** Hashes with a salt, so that no content can be guessed by its hash. */
    public FileStates(String salt) {
        this.salt = salt;
    }

    /** There are more files than are looked at. */
    public static final class TooManyFiles extends IOException {
        private static final long serialVersionUID = 1;

        private TooManyFiles(Path folder) {
            super("there are more than " + MOST_FILES + " files in " + folder);
        }
    }

    /**
     * Code and settings below a project's folder, by their path.
     *
     * @param excluded a folder that is no part of it
     */
    public Map<Path, String> sourcesBelow(Path folder, Path excluded) throws IOException {
        return below(folder, excluded, true);
    }

    /** Everything else below a project's folder, by its path. */
    public Map<Path, String> dataBelow(Path folder, Path excluded) throws IOException {
        return below(folder, excluded, false);
    }

    /** Whether a file or folder is one of a project, and not of an environment, a build or a tool. */
    public static boolean isWatched(Path folder, Path file) {
        if (!file.startsWith(folder)) {
            return false;
        }
        for (Path above = file; !above.equals(folder); above = above.getParent()) {
            if (isForeign(above)) {
                return false;
            }
        }
        return true;
    }

    /** One file, by its content; also one that is not there. */
    public String content(Path file) throws IOException {
        return new Fingerprint().add("salt", salt).addFile("content", file).hex();
    }

    /** Everything below a folder, in a few characters. */
    public static String ofFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "absent";
        }
        Map<Path, String> states = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isShared(file)) {
                    put(states, folder, file, state(attributes));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Fingerprint fingerprint = new Fingerprint();
        states.forEach((file, state) -> fingerprint.add(file.toString(), state));
        return fingerprint.hex();
    }

    private Map<Path, String> below(Path folder, Path excluded, boolean sources) throws IOException {
        Map<Path, String> states = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return !directory.equals(folder) && (directory.equals(excluded) || isForeign(directory))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isIgnored(file) && isSource(folder, file, attributes) == sources) {
                    put(states, folder, file, sources ? content(file) : state(attributes));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return states;
    }

    private static void put(Map<Path, String> states, Path folder, Path file, String state) throws IOException {
        states.put(file, state);
        if (states.size() > MOST_FILES) {
            throw new TooManyFiles(folder);
        }
    }

    private static boolean isSource(Path folder, Path file, BasicFileAttributes attributes) {
        String name = file.getFileName().toString();
        if (!attributes.isRegularFile()
                || attributes.size() > LARGEST_SOURCE
                || SOURCE_ENDINGS.stream().noneMatch(name::endsWith)) {
            return false;
        }
        for (Path part : folder.relativize(file.getParent())) {
            if (DATA_FOLDERS.contains(part.toString())) {
                return name.endsWith(".py");
            }
        }
        return true;
    }

    /** What tools write for themselves, this build's own log among it. */
    private static boolean isIgnored(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".log") || name.startsWith(".") && !name.equals(".env");
    }

    /** What the processes that use a database or a folder tell each other by; also those that only read. */
    private static boolean isShared(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith("-shm") || name.endsWith(".lock");
    }

    private static boolean isForeign(Path directory) {
        String name = directory.getFileName().toString();
        return name.startsWith(".") || FOREIGN_FOLDERS.contains(name) || Files.exists(directory.resolve("pyvenv.cfg"));
    }

    private static String state(BasicFileAttributes attributes) {
        return attributes.size() + "@" + attributes.lastModifiedTime().toInstant();
    }
}
