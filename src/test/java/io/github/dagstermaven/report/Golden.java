package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that users see, kept as files: {@code -Dgolden.update=true} writes them anew, to be read before committing. */
final class Golden {
    private static final Path SOURCES = Path.of("src/test/resources/report");

    private Golden() {}

    static void assertMatches(String file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(SOURCES.resolve(file), actual);
                return;
            }
            try (InputStream expected = Golden.class.getResourceAsStream("/report/" + file)) {
                assertThat(expected).as("golden file " + file).isNotNull();
                assertThat(actual).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
