package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.Secrets;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** The file that keeps everything a Python process prints, masked; made when the first line comes. */
final class OutputLog implements AutoCloseable {
    /** How a terminal is told to change colour. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    private final Path file;
    private final Secrets secrets;
    private BufferedWriter writer;
    private boolean ended;

    OutputLog(Path directory, String name, Secrets secrets) {
        this.file = file(directory, name);
        this.secrets = secrets;
    }

    static Path file(Path directory, String name) {
        // A location's name may be a module or a path: not every character of it can stand in a file's name.
        return directory.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".log");
    }

    Path file() {
        return file;
    }

    synchronized void line(String line) {
        if (ended) {
            return;
        }
        try {
            if (writer == null) {
                Files.createDirectories(file.getParent());
                writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                writer.write("-- " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n");
            }
            writer.write(secrets.mask(COLOUR.matcher(line).replaceAll("")));
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            // A full disk must not stop the pipe from being drained; the lines still reach the listener.
            ended = true;
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                // Every line was flushed: there is nothing left to lose.
            }
        }
    }
}
