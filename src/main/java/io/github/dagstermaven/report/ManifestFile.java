package io.github.dagstermaven.report;

import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;

/** {@code manifest.json}: the definitions of a project. The same definitions give the same bytes on every machine. */
public final class ManifestFile {
    /** Goes up with a change that a reader of the file has to know of. */
    public static final int SCHEMA_VERSION = 1;

    private final Path file;
    private final JsonDocument document;

    /** The file, the folder that paths in it start from, and what must not be seen in it. */
    public ManifestFile(Path file, Path projectDirectory, Secrets secrets) {
        this.file = file;
        this.document = JsonDocument.portable(new SourcePaths(projectDirectory), secrets);
    }

    /**
     * Writes the file.
     *
     * @param definitions what the project defines
     * @param dagsterVersion the version that read them
     * @param pluginVersion this plugin's version
     */
    public void write(Definitions definitions, String dagsterVersion, String pluginVersion) {
        JsonObject root = new JsonObject();
        root.addProperty("schemaVersion", SCHEMA_VERSION);
        root.addProperty("pluginVersion", pluginVersion);
        root.addProperty("dagsterVersion", dagsterVersion);
        document.tree(definitions)
                .getAsJsonObject()
                .entrySet()
                .forEach(entry -> root.add(entry.getKey(), entry.getValue()));
        AtomicFile.write(file, document.text(root));
    }
}
