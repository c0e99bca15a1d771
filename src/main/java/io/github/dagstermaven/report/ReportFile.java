package io.github.dagstermaven.report;

import io.github.dagstermaven.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A file of a report: there in full or not at all, and one that cannot be written ends the goal. */
final class ReportFile {
    private ReportFile() {}

    /** Writes UTF-8 text. */
    static void write(Path file, String text) {
        write(file, writer -> writer.write(text));
    }

    /** The same with text that is written piece by piece. */
    static void write(Path file, AtomicFile.Text text) {
        try {
            AtomicFile.writeText(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
