package io.github.dagstermaven.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's bytes follow from its contents alone. */
class CodeArchiveTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 22, 0, 0);

    @TempDir
    Path folder;

    @Test
    void theSameContentsGiveTheSameBytesWhereverAndWheneverTheyArePacked() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "print()");
        Path two = Files.writeString(folder.resolve("two"), "print()");
        Files.setLastModifiedTime(two, FileTime.fromMillis(0));
        TimeZone here = TimeZone.getDefault();

        Path first = archive(Map.of("b.py", one, "a.py", one), folder.resolve("first.zip"));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
        Path second;
        try {
            second = archive(Map.of("a.py", two, "b.py", two), folder.resolve("second.zip"));
        } finally {
            TimeZone.setDefault(here);
        }

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void whatTheBuildKnowsIsBesideTheCodeAndNeverTakenForIt() throws IOException {
        Path code = Files.writeString(folder.resolve("manifest.json"), "of another tool");

        Path zip = archive(Map.of("manifest.json", code, "ä.py", code), folder.resolve("deep/er/code.zip"));

        try (ZipFile read = new ZipFile(zip.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(read.entries());
            assertThat(entries)
                    .extracting(ZipEntry::getName)
                    .containsExactly("META-INF/dagster/manifest.json", "manifest.json", "ä.py");
            assertThat(entries).allMatch(entry -> entry.getTimeLocal().equals(TIME));
            assertThat(read.getInputStream(entries.get(0)).readAllBytes())
                    .asString()
                    .isEqualTo("{}");
        }
        try (Stream<Path> files = Files.list(zip.getParent())) {
            assertThat(files).containsExactly(zip);
        }
    }

    private static Path archive(Map<String, Path> files, Path zip) throws IOException {
        new CodeArchive()
                .add(files)
                .addAbout("manifest.json", "{}".getBytes(StandardCharsets.UTF_8))
                .write(zip, TIME);
        return zip;
    }
}
