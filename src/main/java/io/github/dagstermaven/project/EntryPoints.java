package io.github.dagstermaven.project;

import io.github.dagstermaven.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the entry points of a project that is not installed visible to {@code importlib.metadata}: as the metadata of an
 * installed distribution, in a folder for Python's path.
 */
final class EntryPoints {
    private final String name;
    private final String version;
    private final Map<String, Map<String, String>> groups;

    EntryPoints(String name, String version, Map<String, Map<String, String>> groups) {
        this.name = name;
        this.version = version;
        this.groups = groups;
    }

    /** Writes them below a folder, in a folder of their own that is named after its content; the same twice is one. */
    Path writeBelow(Path parent) {
        String metadata = "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n";
        String entryPoints = render();
        Path folder = parent.resolve("entry-points-"
                + new Fingerprint()
                        .add("metadata", metadata)
                        .add("entry points", entryPoints)
                        .hex());
        Path distInfo = folder.resolve(name.replaceAll("[-_.]+", "_") + "-" + version + ".dist-info");
        try {
            Files.createDirectories(distInfo);
            write(distInfo.resolve("entry_points.txt"), entryPoints);
            write(distInfo.resolve("METADATA"), metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private String render() {
        StringBuilder text = new StringBuilder();
        groups.forEach((group, entries) -> {
            text.append('[').append(group).append("]\n");
            entries.forEach((entry, value) ->
                    text.append(entry).append(" = ").append(value).append('\n'));
            text.append('\n');
        });
        return text.toString();
    }

    private static void write(Path file, String content) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return;
        }
        AtomicFile.write(file, content);
    }
}
