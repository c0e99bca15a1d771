package io.github.dagstermaven.scaffold;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text files that are packed beside this class. */
final class Resource {
    private Resource() {}

    /** Whether there is such a file. */
    static boolean exists(String path) {
        return Resource.class.getResource(path) != null;
    }

    /** The text of a file, by its path from here. */
    static String text(String path) {
        try (InputStream in = Resource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new FileNotFoundException(path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file. */
    static List<String> lines(String path) {
        return text(path).lines().toList();
    }
}
