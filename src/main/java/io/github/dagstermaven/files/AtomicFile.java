package io.github.dagstermaven.files;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Files that are either there in full or not at all: another build or Python may read them now. Each is written next to its place and
 * moved there; the folders above are made.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** What is to be in a file; may be more than fits in memory. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; may close what it is given. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** The text that is to be in a file; may be more than fits in memory. */
    @FunctionalInterface
    public interface Text {
        /** Writes all of it; may close what it is given. */
        void writeTo(Writer writer) throws IOException;
    }

    /** Writes UTF-8 text. */
    public static void write(Path file, String text) throws IOException {
        writeText(file, writer -> writer.write(text));
    }

    /** Writes UTF-8 text piece by piece. */
    public static void writeText(Path file, Text text) throws IOException {
        writeContent(file, out -> {
            // With an encoder of its own, as Files has it: it refuses what it cannot encode, at the latest when it is
            // closed.
            try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()))) {
                text.writeTo(writer);
            }
        });
    }

    /** Writes bytes. */
    public static void writeContent(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Not Files.createTempFile: what it makes only the owner may read, and others read these files, too.
        Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                content.writeTo(out);
            }
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
