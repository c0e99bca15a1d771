package io.github.dagstermaven.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Removes from the cache what no build has used for a long time. */
final class UnusedEntries {
    private static final Duration KEPT = Duration.ofDays(60);
    private static final Duration GRANULARITY = Duration.ofDays(1);
    private static final String USES = "uses";

    private final Cache cache;

    UnusedEntries(Cache cache) {
        this.cache = cache;
    }

    /** Notes that folders or files of the cache are used; writes at most once a day for each. */
    void markUsed(Path... entries) {
        for (Path entry : entries) {
            try {
                touchDaily(use(entry));
            } catch (IOException e) {
                // A cache that can only be read is used as it is; nothing is removed from it either.
                return;
            }
        }
    }

    /** Whether an environment was ever complete. */
    boolean wasEverUsed(Path entry) {
        return Files.exists(use(entry));
    }

    /** Whether all files of an environment are to be looked at: once a day. */
    boolean isCheckDue(Path environment) {
        try {
            return touchDaily(check(environment));
        } catch (IOException e) {
            // In a cache that can only be read nothing gets damaged, and nothing could be mended.
            return false;
        }
    }

    /** Notes that all files of an environment are known to be right. */
    void markChecked(Path environment) throws IOException {
        touchDaily(check(environment));
    }

    /** Makes the next look at an environment a thorough one. */
    void checkAgain(Path environment) throws IOException {
        Files.deleteIfExists(check(environment));
    }

    /** Removes what has not been used; looks at most once a day, and leaves to others what they are busy with. */
    void sweep() {
        try {
            if (!touchDaily(cache.root().resolve(USES).resolve("swept"))) {
                return;
            }
            for (Path folder : List.of(
                    cache.environments(),
                    cache.resolutions(),
                    cache.bridges(),
                    cache.schemas(),
                    cache.interpreters(),
                    cache.uvs())) {
                for (Path entry : entries(folder)) {
                    if (!isPointer(entry) && isUnused(entry)) {
                        cache.ifUnlocked(lockName(entry), () -> remove(entry));
                    }
                }
            }
            // Locks stay: they are empty, and one that is removed while somebody waits for it locks nothing any more.
            removeOldNotes();
            if (Files.isDirectory(cache.uvCache()) && isUnused(cache.uvCache())) {
                Cache.delete(cache.uvCache());
            }
        } catch (IOException e) {
            // Tidying up is not worth a failed build; tomorrow is another day.
            return;
        }
    }

    private static String lockName(Path entry) {
        String name = entry.getFileName().toString().replaceFirst("\\.properties$", "");
        return switch (entry.getParent().getFileName().toString()) {
            case "environments" -> "environment-" + name.replaceFirst("-[0-9]+$", "");
            case "resolutions" -> "resolution-" + name;
            case "uv" -> "uv-" + name;
            case "interpreters" -> "interpreter-" + name;
            case "schemas" -> "schema-" + name;
            default -> "bridge-" + name;
        };
    }

    private Void remove(Path entry) throws IOException {
        // Somebody may have used it between the look and the lock.
        if (isUnused(entry)) {
            if (entry.startsWith(cache.environments())) {
                // Before its files: whatever ends this in between must not leave half an environment that is taken for
                // a whole one.
                forget(entry);
            }
            Cache.delete(entry);
            Files.deleteIfExists(use(entry));
        }
        return null;
    }

    private void forget(Path environment) throws IOException {
        Path pointer = EnvironmentStore.pointer(environment);
        Optional<Properties> values = Resolution.properties(pointer);
        String folder =
                values.map(properties -> properties.getProperty("folder")).orElse(null);
        if (environment.getFileName().toString().equals(folder)) {
            Files.delete(pointer);
        }
        checkAgain(environment);
    }

    /** A pointer goes with the folder that it leads to. */
    private boolean isPointer(Path entry) {
        return entry.getParent().equals(cache.environments())
                && entry.getFileName().toString().matches("[^.].*\\.properties");
    }

    /** Removes notes of long ago: what they are about is gone. */
    private void removeOldNotes() throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        for (Path file : entries(cache.root().resolve(USES))) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path check(Path environment) {
        return cache.root().resolve(USES).resolve("checked-" + environment.getFileName());
    }

    private boolean isUnused(Path entry) throws IOException {
        Path use = use(entry);
        FileTime last = Files.getLastModifiedTime(Files.exists(use) ? use : entry);
        return last.toInstant().isBefore(Instant.now().minus(KEPT));
    }

    private Path use(Path entry) {
        return cache.root().resolve(USES).resolve(entry.getParent().getFileName() + "-" + entry.getFileName());
    }

    /** Whether the file was older than a day, or not there at all. */
    private static boolean touchDaily(Path file) throws IOException {
        Instant now = Instant.now();
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
            return true;
        }
        if (Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(GRANULARITY))) {
            return false;
        }
        Files.setLastModifiedTime(file, FileTime.from(now));
        return true;
    }

    /** What is in a folder; nothing when it is not there. */
    static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
