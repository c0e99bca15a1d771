package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ScaffoldedDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a definition that was added is told: where it is, what lists it, and what to type next. */
public final class ScaffoldText {
    private final SourcePaths paths;

    /** The folder that paths start from. */
    public ScaffoldText(Path projectDirectory) {
        this.paths = new SourcePaths(projectDirectory);
    }

    /** The lines for the log. */
    public List<String> of(ScaffoldedDefinition added) {
        List<String> lines = new ArrayList<>();
        String where = paths.at(added.definedAt()) + (added.isNewFile() ? " (a new file)" : "");
        lines.add("Added the " + added.subject() + " " + added.name() + ": " + where);
        if (added.registeredAt() != null) {
            lines.add("Listed in " + paths.at(added.registeredAt()));
        }
        lines.add("Dagster loads it, beside everything that there was before");
        lines.add(next(added));
        return lines;
    }

    private static String next(ScaffoldedDefinition added) {
        String name = added.name();
        return switch (added.subject()) {
            case "asset" -> {
                String select = name.contains("/") ? "'key:\"" + name + "\"'" : name;
                String latest =
                        added.isPartitioned() ? " (its latest partition; another one with -Ddagster.partition)" : "";
                yield "Run it: mvn dagster:asset-materialize -Ddagster.select=" + select + latest;
            }
            case "job" -> "Run it: mvn dagster:job-execute -Ddagster.job=" + name;
            case "schedule" -> "Try it: mvn dagster:schedule-preview -Ddagster.scheduleName=" + name;
            case "sensor" -> "Try it: mvn dagster:sensor-preview -Ddagster.sensorName=" + name;
            default -> "Use it: give an asset the parameter " + name + ": " + added.symbol();
        };
    }
}
