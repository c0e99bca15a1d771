package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ChangedConcurrencyLimit;
import io.github.dagstermaven.dagster.ConcurrencyLimits.Limit;
import io.github.dagstermaven.dagster.FiledRuns;
import io.github.dagstermaven.dagster.ImplicitAssetJob;
import io.github.dagstermaven.dagster.InstanceInfo;
import io.github.dagstermaven.dagster.InstanceUpkeep;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.StorageSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What goals tell of an instance. */
public final class InstanceText {
    private static final String INDENT = "  ";

    private final SourcePaths paths;
    private final String home;

    /**
     * The folder that paths start from, and the home.
     *
     * @param home the home as the user would write it
     */
    public InstanceText(Path projectDirectory, String home) {
        this.paths = new SourcePaths(projectDirectory);
        this.home = home;
    }

    /** That there is nothing to tell of. */
    public String none() {
        return "There is no Dagster instance in " + home + " yet";
    }

    /** What an instance is: where, its settings as YAML, the schema of its storage. */
    public List<String> info(InstanceInfo info) {
        List<String> lines = new ArrayList<>();
        lines.add("Home:     " + home);
        lines.add("Dagster:  " + info.dagster());
        lines.add("Settings: "
                + (info.settingsFile() == null ? "the plugin's own" : paths.shortest(info.settingsFile())));
        if (!info.exists()) {
            lines.add(none());
            return lines;
        }
        lines.add("Runs:     " + info.runs());
        lines.add("");
        info.settings().forEach((name, value) -> addYaml(lines, "", name, value));
        lines.add("");
        TextTable table = new TextTable("Storage", "Schema", "State");
        info.schema().forEach(schema -> table.row(schema.storage(), schema.revision(), state(schema)));
        lines.addAll(table.lines());
        return lines;
    }

    /** What a migration of the schema has changed. */
    public List<String> migrated(InstanceUpkeep upkeep) {
        if (!upkeep.exists()) {
            return List.of(none() + ": nothing to migrate");
        }
        List<String> lines = new ArrayList<>();
        for (int part = 0; part < upkeep.after().size(); part++) {
            StorageSchema after = upkeep.after().get(part);
            String before = upkeep.before().get(part).revision();
            if (!String.valueOf(after.revision()).equals(before)) {
                lines.add("Migrated " + after.storage() + " from " + (before == null ? "none" : before) + " to "
                        + after.revision());
            }
        }
        return lines.isEmpty() ? List.of("The schema is up to date") : lines;
    }

    /** What building the indexes has come to. */
    public String reindexed(InstanceUpkeep upkeep) {
        return upkeep.exists() ? "The indexes are up to date" : none() + ": nothing to index";
    }

    /** Concurrency limits as a table. */
    public static List<String> limits(List<Limit> limits) {
        if (limits.isEmpty()) {
            return List.of("No concurrency limits are set");
        }
        TextTable table = new TextTable("Key", "Limit", "Occupied", "Waiting");
        limits.forEach(limit -> table.row(
                limit.key(),
                String.valueOf(limit.limit()),
                String.valueOf(limit.occupied()),
                String.valueOf(limit.waiting())));
        return table.lines();
    }

    /** A limit that was set. */
    public static String changed(ChangedConcurrencyLimit changed) {
        String before = changed.before() == null ? "none" : changed.before().toString();
        return "Concurrency limit of " + changed.key() + ": " + changed.limit() + " (before: " + before + ")";
    }

    /** A run that was written into a file. */
    public String exported(FiledRuns.Run run) {
        return "Run " + inWords(run) + " written to " + path(run);
    }

    /** A run that was read from a file. */
    public String imported(FiledRuns.Run run) {
        return run.done()
                ? "Imported run " + inWords(run) + ", recorded with Dagster " + run.dagster() + ", from " + path(run)
                : "The instance has run " + run.runId() + " already: nothing was imported from " + path(run);
    }

    private String path(FiledRuns.Run run) {
        return paths.shortest(run.file());
    }

    private static String inWords(FiledRuns.Run run) {
        String what = ImplicitAssetJob.is(run.job()) ? "assets" : run.job();
        return run.runId() + " (" + what + ", " + run.status() + ") with " + Listing.count(run.events(), "event");
    }

    private static String state(StorageSchema schema) {
        return schema.wanted() == null || schema.wanted().equals(schema.revision())
                ? "up to date"
                : "this Dagster wants " + schema.wanted() + ": run dagster:instance-migrate";
    }

    private static void addYaml(List<String> lines, String indent, String name, Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            lines.add(indent + name + ":");
            map.forEach((key, item) -> addYaml(lines, indent + INDENT, String.valueOf(key), item));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            lines.add(indent + name + ":");
            list.forEach(item -> lines.add(indent + "- " + item));
        } else {
            lines.add(indent + name + ": " + (value == null ? "null" : value));
        }
    }
}
