package io.github.dagstermaven.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Manifest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.json.ExactNumbers;
import io.github.dagstermaven.json.RecordsWithoutNullCollections;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code manifest.json}: the definitions of a project. The same definitions give the same bytes on every machine. */
public final class ManifestFile {
    private static final Gson READER = new GsonBuilder()
            .setObjectToNumberStrategy(new ExactNumbers())
            .registerTypeAdapterFactory(new RecordsWithoutNullCollections())
            .create();

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
        ReportFile.write(file, document.text(root));
    }

    /** The definitions as the file has them: what may be compared with those of another one. */
    public Definitions written(Definitions definitions) {
        return READER.fromJson(document.tree(definitions), Definitions.class);
    }

    /**
     * Reads a manifest that this or an earlier version of the plugin has written, also one that has more fields.
     *
     * @param file the file
     * @param name what the user calls it
     * @param parameter the goal's parameter that names it
     * @throws PipelineException it cannot be read, is no manifest, or is too new
     */
    public static Manifest read(Path file, String name, String parameter) {
        JsonElement tree;
        try (Reader text = Files.newBufferedReader(file)) {
            tree = JsonParser.parseReader(text);
        } catch (IOException | JsonParseException e) {
            throw unreadable(name, parameter, "is no manifest of this plugin: it cannot be read as JSON");
        }
        JsonElement version = tree.isJsonObject() ? tree.getAsJsonObject().get("schemaVersion") : null;
        if (version == null
                || !version.isJsonPrimitive()
                || !version.getAsJsonPrimitive().isNumber()
                || !tree.getAsJsonObject().has("assets")) {
            throw unreadable(name, parameter, "is no manifest of this plugin: it has no schemaVersion and assets");
        }
        if (version.getAsInt() > JsonSchema.MANIFEST.version()) {
            throw unreadable(
                    name,
                    parameter,
                    "has the schema version " + version + ", and this plugin knows no later one than "
                            + JsonSchema.MANIFEST.version() + ": a newer version of it has written the file");
        }
        try {
            Header header = READER.fromJson(tree, Header.class);
            return new Manifest(
                    header.pluginVersion(), header.dagsterVersion(), READER.fromJson(tree, Definitions.class));
        } catch (JsonParseException e) {
            throw unreadable(name, parameter, "is no manifest of this plugin: " + e.getMessage());
        }
    }

    private record Header(String pluginVersion, String dagsterVersion) {}

    private static PipelineException unreadable(String name, String parameter, String what) {
        return new PipelineException(Problem.ofValue(
                "invalid_baseline",
                "The baseline " + name + " " + what,
                "file",
                name,
                parameter,
                List.of(),
                "Give a manifest.json that definitions-validate or package has written"));
    }
}
