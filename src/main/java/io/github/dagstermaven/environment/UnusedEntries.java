package io.github.dagstermaven.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** Removes what has not been used; looks at most once a day, and leaves to others what they are busy with. */
    void sweep() {
        try {
            if (!touchDaily(cache.root().resolve(USES).resolve("swept"))) {
                return;
            }
            for (Path folder : List.of(cache.environments(), cache.resolutions(), cache.bridges())) {
                for (Path entry : entries(folder)) {
                    if (isUnused(entry)) {
                        cache.ifUnlocked(lockName(entry), () -> remove(entry));
                    }
                }
            }
        } catch (IOException e) {
            // Tidying up is not worth a failed build; tomorrow is another day.
            return;
        }
    }

    private static String lockName(Path entry) {
        return switch (entry.getParent().getFileName().toString()) {
            case "environments" -> "environment-" + entry.getFileName();
            case "resolutions" -> "resolution-" + entry.getFileName().toString().replaceFirst("\\.properties$", "");
            default -> "bridge-" + entry.getFileName();
        };
    }

    private Void remove(Path entry) throws IOException {
        // Somebody may have used it between the look and the lock.
        if (isUnused(entry)) {
            Cache.delete(entry);
            Files.deleteIfExists(use(entry));
        }
        return null;
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

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
