package io.github.dagstermaven.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code definitions-report.html}: the definitions of a project and the results of a build as one page that needs no other file
 * and no network.
 */
public final class DefinitionsPage {
    private static final List<String> HASHES = List.of("codeHash", "configHash");
    /** What they are is in their description, as far as it is short; of hundreds the number is told. */
    private static final int KEYS_SHOWN = 30;

    private final ReportedModule module;
    private final JsonDocument document;
    private final Secrets secrets;
    private final Markdown markdown = new Markdown();

    /** The module whose page it is, and what must not be seen. */
    public DefinitionsPage(ReportedModule module, Secrets secrets) {
        this.module = module;
        this.document = JsonDocument.embedded(new SourcePaths(module.directory()), secrets);
        this.secrets = secrets;
    }

    /**
     * What a page is about.
     *
     * @param title the project's name
     * @param version the project's version; null when it has none
     * @param dagsterVersion the version that read the definitions
     * @param pluginVersion this plugin's version
     * @param site the page of the site that leads to it, as a relative link; null when it is part of none
     */
    public record Subject(String title, String version, String dagsterVersion, String pluginVersion, String site) {

        /** The subject of a page by itself. */
        public Subject(String title, String version, String dagsterVersion, String pluginVersion) {
            this(title, version, dagsterVersion, pluginVersion, null);
        }

        /** The same as a page of a site, to which that page leads. */
        public Subject within(String page) {
            return new Subject(title, version, dagsterVersion, pluginVersion, page);
        }
    }

    /**
     * Writes the page.
     *
     * @param definitions what the project defines
     * @param findings what lint makes of them
     * @param results what this build has recorded; empty when nothing was run
     */
    public void write(
            Path file,
            Subject subject,
            Definitions definitions,
            List<JudgedFinding> findings,
            Optional<RunResults> results) {
        JsonObject data = new JsonObject();
        data.add("subject", document.tree(subject));
        data.add("definitions", described(document.tree(definitions).getAsJsonObject()));
        data.add(
                "findings", document.tree(findings.stream().map(PageFinding::of).toList()));
        data.add("rules", document.tree(helpOf(findings)));
        results.map(all -> PageResults.of(all, run -> PageLog.of(module, file, run)))
                .ifPresent(shown -> data.add("results", document.tree(shown)));
        // Within a script element a "<" may end it or begin a comment; as an escape it is the same JSON.
        String json = document.text(data).replace("<", "\\u003c");
        ReportFile.write(file, PageTemplate.filled(secrets.mask(subject.title()) + " · Dagster definitions", json));
    }

    /** By the rules that have found something, why they matter and what to do. */
    private static Map<String, String> helpOf(List<JudgedFinding> findings) {
        Map<String, String> help = new TreeMap<>();
        findings.forEach(one -> help.put(one.rule().id(), one.rule().help()));
        return help;
    }

    /** The same with descriptions, which are Markdown, as trees, and without what tells a reader nothing. */
    private JsonObject described(JsonObject definitions) {
        definitions.remove("findings");
        for (Map.Entry<String, JsonElement> list : definitions.entrySet()) {
            for (JsonElement item : list.getValue().getAsJsonArray()) {
                if (item instanceof JsonObject definition) {
                    describe(definition);
                }
            }
        }
        return definitions;
    }

    private void describe(JsonObject definition) {
        HASHES.forEach(definition::remove);
        if (definition.has("description")) {
            definition.add(
                    "description", markdown.tree(definition.get("description").getAsString()));
        }
        if (definition.get("partitions") instanceof JsonObject partitions
                && partitions.get("keys") instanceof JsonArray keys
                && keys.size() > KEYS_SHOWN) {
            partitions.remove("keys");
        }
    }
}
