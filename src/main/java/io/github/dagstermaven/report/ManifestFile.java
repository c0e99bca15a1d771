package io.github.dagstermaven.report;

import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;

/** {@code manifest.json}: the definitions of a project. The same definitions give the same bytes on every machine. */
public final class ManifestFile {
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
        root.addProperty("$schema", JsonSchema.MANIFEST.id());
        root.addProperty("schemaVersion", JsonSchema.MANIFEST.version());
        root.addProperty("pluginVersion", pluginVersion);
        root.addProperty("dagsterVersion", dagsterVersion);
        document.tree(definitions)
                .getAsJsonObject()
                .entrySet()
                .forEach(entry -> root.add(entry.getKey(), entry.getValue()));
        AtomicFile.write(file, document.text(root));
    }
}
