package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.FlakyItem;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/** A shop's definitions and what a build made of them, and projects of any size, for the tests of the page. */
final class SampleProject {
    static final Path FOLDER = Path.of("/home/ada/shop");

    /** What would do something, were it taken for HTML. */
    static final String HOSTILE =
            "<img src=x onerror=\"document.title='hacked'\"></script><script>document.title='hacked'</script><!--";

    private SampleProject() {}

    static DefinitionsPage.Subject subject() {
        return new DefinitionsPage.Subject("Coffee shop", "1.4.0", "1.13.27", "0.1.0");
    }

    static ReportedModule module(Path logs) {
        return new ReportedModule("com.example:shop", null, FOLDER, logs);
    }

    static Definitions definitions() {
        try (InputStream json = SampleProject.class.getResourceAsStream("/report/shop-definitions.json")) {
            return read(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Definitions read(String json) {
        return JsonDocument.ordered(new SourcePaths(FOLDER), Secrets.none())
                .read(new StringReader(json), Definitions.class);
    }

    /** What lint makes of them, with its own levels. */
    static List<JudgedFinding> findings() {
        return LintReport.of(definitions(), Map.of(), null).findings();
    }

    /** Two days of orders: on the second something fails, and something else is flaky. */
    static RunResults results() {
        RunRecorder recorder = new RunRecorder();
        RunScript first = new RunScript(recorder, "run-1", "daily_sales", "2024-01-01")
                .asset("raw_orders", "not_empty")
                .asset("sales/cleaned_orders", "no_nulls")
                .after("raw_orders")
                .asset("sales/daily_revenue")
                .after("sales/cleaned_orders");
        RunScript second = new RunScript(recorder, "run-2", "daily_sales", "2024-01-02")
                .asset("raw_orders", "not_empty")
                .asset("sales/cleaned_orders", "no_nulls")
                .after("raw_orders")
                .asset("sales/daily_revenue")
                .after("sales/cleaned_orders");
        RunScript rest = new RunScript(recorder, "run-3", RunScript.ASSET_JOB, null)
                .asset("customers")
                .asset("products")
                .asset("finance/forecast")
                .asset("finance/report")
                .after("finance/forecast");
        first.tell(new Planned(
                        RunScript.LOCATION,
                        List.of(first.plan(), second.plan(), rest.plan()),
                        List.of(new Skipped(
                                "marketing/campaign", "<b>" + HOSTILE, "its upstream weather is not there"))))
                .start()
                .begin("raw_orders")
                .made("raw_orders", Map.of("rows", 120, "path", "data/orders.csv", HOSTILE, HOSTILE))
                .evaluated("raw_orders", "raw_orders", "not_empty", true, "ERROR")
                .succeed("raw_orders", 1.25)
                .begin("sales/cleaned_orders")
                .made("sales/cleaned_orders", Map.of("rows", 118))
                .evaluated("sales/cleaned_orders", "sales/cleaned_orders", "no_nulls", true, "ERROR")
                .succeed("sales/cleaned_orders", 2.5)
                .makes("sales/daily_revenue", 0.75)
                .end("SUCCESS");
        second.start()
                .begin("raw_orders")
                .made("raw_orders", Map.of("rows", 97))
                .evaluated("raw_orders", "raw_orders", "not_empty", true, "ERROR")
                .succeed("raw_orders", 1.5)
                .begin("sales/cleaned_orders")
                .tell(new Output("run-2", "sales/cleaned_orders", "reading data/orders.csv"))
                .fail("sales/cleaned_orders", 0.5, noAmount())
                .skip("sales/daily_revenue", "its upstream asset sales/cleaned_orders failed")
                .end("FAILURE");
        rest.start()
                .makes("customers", 0.4)
                .makes("products", 0.2)
                .begin("finance/forecast")
                .fail("finance/forecast", 0.3, RunScript.valueError("the server is busy"))
                .skip("finance/report", "its upstream asset finance/forecast failed")
                .end("FAILURE");
        new RunScript(recorder, "run-4", RunScript.ASSET_JOB, null)
                .retrying("run-3", 6)
                .asset("finance/forecast")
                .asset("finance/report")
                .after("finance/forecast")
                .start()
                .makes("finance/forecast", 3)
                .makes("finance/report", 1)
                .end("SUCCESS");
        return recorder.results("build-1", "1.13.27")
                .withFlaky(List.of(
                        new FlakyItem("my_project", "asset", "finance/forecast", 1, "ValueError: the server is busy")))
                .withFailures(List.of("asset sales/cleaned_orders[2024-01-02] failed"));
    }

    /** With the colours of a terminal, and with metadata. */
    private static Failure noAmount() {
        Failure error = RunScript.valueError("line 12 has \u001B[31mno\u001B[0m amount\n" + HOSTILE);
        Map<String, Object> told = Map.of("why", "weather");
        return new Failure(error.type(), error.message(), error.at(), error.stack(), told, List.of());
    }

    /** So many assets in groups of fifty, most of which depend on up to three. */
    static Definitions ofAssets(int number) {
        return ofAssets(number, asset -> asset / 50, "warehouse");
    }

    /** The same with groups by the number of an asset, so that groups may need one another, and with keys of a folder. */
    static Definitions ofAssets(int number, IntUnaryOperator group, String folder) {
        List<String> assets = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Set<String> deps = new TreeSet<>();
            for (int back : List.of(1, 7, 61)) {
                if (i % 5 != 0 && i >= back) {
                    deps.add("\"" + name(folder, i - back) + "\"");
                }
            }
            assets.add("""
                    {"location": "my_project", "repository": "__repository__", "key": "%s", "group": "group_%02d",
                     "description": "The asset number %d of **many**.", "type": "DataFrame", "kinds": ["%s"],
                     "owners": ["team:team_%d"], "tags": {"tier": "%d"}, "deps": %s, "partitionMappings": {},
                     "metadata": {}, "requiredResources": [], "materializable": true, "jobs": [],
                     "definedAt": {"file": "%s/assets.py", "line": %d}}""".formatted(
                            name(folder, i),
                            group.applyAsInt(i),
                            i,
                            i % 3 == 0 ? "duckdb" : "python",
                            i % 7,
                            i % 3,
                            deps,
                            FOLDER,
                            i + 1));
        }
        return read("""
                {"locations": ["my_project"], "assets": %s, "checks": [], "jobs": [], "schedules": [], "sensors": [],
                 "resources": [], "findings": []}""".formatted(assets));
    }

    /** A code location in which nothing is defined. */
    static Definitions empty() {
        return ofAssets(0);
    }

    private static String name(String folder, int number) {
        return folder + "/table_%04d".formatted(number);
    }
}
