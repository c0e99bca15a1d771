package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;

/** The folder that every build shares: where things are in it, and how one build keeps another out while it changes it. */
record Cache(Path root) {
    private static final long POLL_MILLIS = 100;

    Path environments() {
        return root.resolve("environments");
    }

    Path resolutions() {
        return root.resolve("resolutions");
    }

    Path bridges() {
        return root.resolve("bridge");
    }

    Path schemas() {
        return root.resolve("schemas");
    }

    /** The templates of the databases of one Dagster, which its homes fill and nobody else looks after. */
    Path schemas(String dagsterVersion) {
        return schemas().resolve(dagsterVersion);
    }

    Path interpreters() {
        return root.resolve("interpreters");
    }

    Path uvs() {
        return root.resolve("uv");
    }

    Path uv(String version) {
        return uvs().resolve(version);
    }

    Path uvCache() {
        return root.resolve("uv-cache");
    }

    /** Work that is done on files. */
    @FunctionalInterface
    interface FileWork<T> {
        T run() throws IOException;
    }

    /**
     * Does some work while no other thread or process does work of the same name. The lock ends with the process, however
     * it ends.
     */
    <T> T locked(String name, Consumer<String> log, FileWork<T> work) {
        Path file = root.resolve("locks").resolve(name + ".lock");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = acquire(channel, log)) {
                assert lock.isValid();
                return work.run();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Does some work under the lock of that name if nobody holds it now. */
    void ifUnlocked(String name, FileWork<?> work) throws IOException {
        Path file = root.resolve("locks").resolve(name + ".lock");
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null) {
                work.run();
            }
        }
    }

    /** The error for trouble with files. */
    PlatformException unusable(IOException cause) {
        return new PlatformException(
                Problem.ofValue(
                        "environment_error",
                        "The cache of Python environments in " + root + " cannot be used: "
                                + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                        "cache directory",
                        root.toString(),
                        "cacheDirectory",
                        List.of(),
                        "Free disk space or correct the permissions there, or choose another folder with <cacheDirectory>"
                                + " (-Ddagster.cacheDirectory)."),
                cause);
    }

    /** Deletes a folder and all below; links are deleted, not followed. Nothing happens when there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.deleteIfExists(folder);
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static FileLock acquire(FileChannel channel, Consumer<String> log) throws IOException {
        FileLock lock = tryLock(channel);
        if (lock != null) {
            return lock;
        }
        log.accept("Waiting for another build that prepares the same Python environment");
        while (lock == null) {
            // No blocking lock(): within one JVM it throws instead of waiting, and interrupting it closes the channel.
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for another build", e);
            }
            lock = tryLock(channel);
        }
        return lock;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this JVM holds it (perhaps through another class loader).
            return null;
        }
    }
}
