package io.github.dagstermaven.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.JudgedFinding.State;
import io.github.dagstermaven.dagster.LintFinding;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Findings of lint as SARIF 2.1.0, which code scanning of GitHub, Azure DevOps and editors read. Paths start from the root of the
 * repository; the same findings give the same bytes on every machine.
 */
public final class SarifFile {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String HOME = "https://github.com/dagster-maven/dagster-maven-plugin";
    private static final String ROOT = "SRCROOT";

    private final Path file;
    private final LintedProject project;
    private final RepositoryPaths paths;
    private final Secrets secrets;
    private final JsonDocument document;

    /** The file, the project, and what must not be seen in it. */
    public SarifFile(Path file, LintedProject project, Secrets secrets) {
        this.file = file;
        this.project = project;
        this.paths = new RepositoryPaths(project.repositoryRoot());
        this.secrets = secrets;
        this.document = JsonDocument.portable(new SourcePaths(project.repositoryRoot()), secrets);
    }

    /** Writes the file. */
    public void write(LintReport report, String pluginVersion) {
        JsonArray results = new JsonArray();
        report.findings().forEach(one -> results.add(result(one, report.compared())));
        JsonObject run = new JsonObject();
        run.add("tool", object("driver", driver(pluginVersion)));
        run.add("automationDetails", property("id", category()));
        run.addProperty("columnKind", "unicodeCodePoints");
        run.add(
                "originalUriBaseIds",
                object(ROOT, object("description", text("The root of the repository that has the project"))));
        run.add("results", results);
        JsonArray runs = new JsonArray();
        runs.add(run);
        JsonObject log = new JsonObject();
        log.addProperty("$schema", SCHEMA);
        log.addProperty("version", "2.1.0");
        log.add("runs", runs);
        ReportFile.write(file, document.text(log));
    }

    /** What tells the files of a build apart: code scanning closes what the latest file of the same category does not have. */
    private String category() {
        String path = secrets.mask(project.path());
        return "dagster-lint/" + (path.isEmpty() ? "" : path + "/");
    }

    private static JsonObject driver(String pluginVersion) {
        JsonArray rules = new JsonArray();
        for (LintRule rule : LintRule.values()) {
            JsonObject configuration = new JsonObject();
            configuration.addProperty("enabled", rule.defaultLevel() != LintLevel.OFF);
            configuration.addProperty("level", level(rule.defaultLevel()));
            JsonObject described = new JsonObject();
            described.addProperty("id", rule.id());
            described.addProperty("name", pascalCase(rule));
            described.add("shortDescription", text(rule.summary() + "."));
            described.add("fullDescription", text(rule.summary() + ". " + rule.help()));
            described.add("help", text(rule.help()));
            described.addProperty("helpUri", HOME + "#lint");
            described.add("defaultConfiguration", configuration);
            rules.add(described);
        }
        JsonObject driver = new JsonObject();
        driver.addProperty("name", "dagster-maven-plugin");
        driver.addProperty("version", pluginVersion);
        driver.addProperty("informationUri", HOME);
        driver.add("rules", rules);
        return driver;
    }

    private JsonObject result(JudgedFinding one, boolean compared) {
        LintFinding finding = one.finding();
        JsonObject result = new JsonObject();
        result.addProperty("ruleId", finding.rule());
        result.addProperty("ruleIndex", one.rule().ordinal());
        result.addProperty("level", level(one.level()));
        result.add("message", masked(one.message()));
        JsonArray locations = new JsonArray();
        locations.add(location(finding));
        result.add("locations", locations);
        result.add("partialFingerprints", property("dagsterLint/v1", FindingFingerprint.of(project, finding)));
        if (compared) {
            result.addProperty("baselineState", one.state() == State.KNOWN ? "unchanged" : "new");
        }
        // An empty list says that it is not suppressed; without it nothing would be said.
        JsonArray suppressions = new JsonArray();
        if (one.state() == State.SUPPRESSED) {
            suppressions.add(property("kind", "inSource"));
        }
        result.add("suppressions", suppressions);
        return result;
    }

    private JsonObject location(LintFinding finding) {
        JsonObject location = new JsonObject();
        Optional<String> path = paths.of(finding.at());
        // Code scanning of GitHub refuses a whole file because of one result without a file in the repository.
        JsonObject artifact = property("uri", RepositoryPaths.uri(secrets.mask(path.orElseGet(project::file))));
        artifact.addProperty("uriBaseId", ROOT);
        JsonObject physical = object("artifactLocation", artifact);
        boolean isKnown = path.isPresent() && finding.at().line() > 0;
        JsonObject region = new JsonObject();
        // GitHub's code scanning asks for a line of each finding, also of one that has none.
        region.addProperty("startLine", isKnown ? finding.at().line() : 1);
        if (isKnown && finding.at().source() != null) {
            region.add("snippet", masked(finding.at().source()));
        }
        physical.add("region", region);
        location.add("physicalLocation", physical);
        JsonObject logical = new JsonObject();
        logical.addProperty("name", secrets.mask(finding.name()));
        logical.addProperty("fullyQualifiedName", secrets.mask(finding.location() + "/" + finding.name()));
        logical.addProperty("kind", finding.subject());
        JsonArray logicals = new JsonArray();
        logicals.add(logical);
        location.add("logicalLocations", logicals);
        return location;
    }

    private static String level(LintLevel level) {
        return switch (level) {
            case OFF -> "none";
            case INFO -> "note";
            case WARN -> "warning";
            case ERROR -> "error";
        };
    }

    private static String pascalCase(LintRule rule) {
        StringBuilder name = new StringBuilder();
        for (String word : rule.id().split("-")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }

    /** Texts alone are masked: a secret that is a word of the format, as a level, would make the file invalid. */
    private JsonObject masked(String text) {
        return text(secrets.mask(text));
    }

    private static JsonObject text(String text) {
        return property("text", text);
    }

    private static JsonObject property(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static JsonObject object(String name, JsonObject value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
