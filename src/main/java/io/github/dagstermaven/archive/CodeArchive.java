package io.github.dagstermaven.archive;

import io.github.dagstermaven.files.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip whose bytes follow from what is in it: entries in the order of their names, all of one time, without permissions, owners and
 * time zones. That is why Java's own zip will do: Python files are started by Python and need no permission to be executed.
 */
public final class CodeArchive {
    /** Where what the build adds to the code is in the archive: a name that no Python package has. */
    public static final String ADDED = "META-INF/dagster/";

    private final SortedMap<String, Content> entries = new TreeMap<>();

    @FunctionalInterface
    private interface Content {
        InputStream open() throws IOException;
    }

    /** Adds files by their paths in the archive. */
    public CodeArchive add(Map<String, Path> files) {
        files.forEach((name, file) -> entries.put(name, () -> Files.newInputStream(file)));
        return this;
    }

    /** Adds what the build knows about the code, below {@link #ADDED}. */
    public CodeArchive addAbout(String name, byte[] content) {
        entries.put(ADDED + name, () -> new ByteArrayInputStream(content));
        return this;
    }

    /** How many files are in it. */
    public int size() {
        return entries.size();
    }

    /**
     * Writes it next to the file and moves it into place.
     *
     * @param time the time of all entries
     */
    public void write(Path file, LocalDateTime time) throws IOException {
        AtomicFile.writeContent(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, Content> each : entries.entrySet()) {
                    ZipEntry entry = new ZipEntry(each.getKey());
                    // Not setTime, which depends on the time zone.
                    entry.setTimeLocal(time);
                    zip.putNextEntry(entry);
                    try (InputStream in = each.getValue().open()) {
                        in.transferTo(zip);
                    }
                    zip.closeEntry();
                }
            }
        });
    }
}
