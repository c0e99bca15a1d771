package io.github.dagstermaven.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that are either there in full or not at all. */
final class AtomicFile {
    private AtomicFile() {}

    /** What is to be in a file; may be more than fits in memory. */
    @FunctionalInterface
    interface Content {
        void writeTo(Writer writer) throws IOException;
    }

    /** Writes UTF-8 text next to the file and moves it into place; makes the folders above. */
    static void write(Path file, String text) {
        write(file, writer -> writer.write(text));
    }

    /** The same with text that is written piece by piece. */
    static void write(Path file, Content content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            // Not Files.createTempFile: what it makes only the owner may read, and others read reports.
            Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                try (Writer writer = Files.newBufferedWriter(temporary)) {
                    content.writeTo(writer);
                }
                move(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void move(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
