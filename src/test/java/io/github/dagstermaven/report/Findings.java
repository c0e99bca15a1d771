package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.LintFinding;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.Sample;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Definitions with findings of lint, for the tests of what shows them. */
final class Findings {
    private Findings() {}

    static Definitions definitions(LintFinding... findings) {
        return new Definitions(
                List.of("shop"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(resource("warehouse")),
                Arrays.asList(findings));
    }

    static Definitions.Resource resource(String name) {
        return Sample.resource(name, "Warehouse").build();
    }

    static LintFinding finding(LintRule rule, String name, String value, SourceLocation at) {
        return finding(rule, name, value, false, at);
    }

    static LintFinding finding(LintRule rule, String name, String value, boolean suppressed, SourceLocation at) {
        return new LintFinding(
                "shop",
                "__repository__",
                rule.id(),
                "asset",
                name,
                "the asset '" + name + "' is what " + rule.id() + " finds",
                value,
                suppressed,
                at);
    }

    static SourceLocation at(Path folder, String file, int line) {
        return new SourceLocation(folder.resolve(file).toString(), line, "def " + line + "(): ...");
    }

    static LintReport report(LintFinding... findings) {
        return LintReport.of(definitions(findings), Map.of(), null);
    }

    static LintReport report(
            Map<LintRule, LintLevel> levels, Map<List<String>, Integer> baseline, LintFinding... findings) {
        return LintReport.of(definitions(findings), levels, baseline);
    }
}
