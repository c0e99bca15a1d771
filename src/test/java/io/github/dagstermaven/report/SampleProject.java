package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import io.github.dagstermaven.dagster.Definitions.Resource;
import io.github.dagstermaven.dagster.Definitions.Schedule;
import io.github.dagstermaven.dagster.Definitions.Sensor;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.FlakyItem;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A shop's definitions and what a build made of them, and projects of any size, for the tests of the page. */
final class SampleProject {
    static final Path FOLDER = Path.of("/home/ada/shop");

    /** What would do something, were it taken for HTML. */
    static final String HOSTILE =
            "<img src=x onerror=\"document.title='hacked'\"></script><script>document.title='hacked'</script><!--";

    private static final Partitions DAILY = new Partitions("time_window", "Daily, starting 2024-01-01 UTC.");

    private SampleProject() {}

    static DefinitionsPage.Subject subject() {
        return new DefinitionsPage.Subject("Coffee shop", "1.4.0", "1.13.27", "0.1.0");
    }

    static Definitions definitions() {
        List<Asset> assets = new ArrayList<>();
        assets.add(asset("customers", "ingestion", "Customers of the shop, from the CRM.", null, "csv", 12));
        assets.add(asset(
                "products",
                "ingestion",
                "What the shop sells.\n\n"
                        + "- **coffee**, by weight\n- *tea*\n\nSee [the catalogue](https://example.com/products),"
                        + " not [this](javascript:alert(1)).\n\n| column | meaning |\n|---|---|\n| `sku` | the number |",
                null,
                "csv",
                20));
        assets.add(asset("raw_orders", "ingestion", "Orders as the till wrote them.", DAILY, "csv", 28));
        assets.add(asset("sales/cleaned_orders", "sales", "Orders that are whole.", DAILY, "duckdb", 40, "raw_orders"));
        assets.add(asset(
                "sales/orders_by_customer",
                "sales",
                "Orders joined with who made them.",
                null,
                "duckdb",
                52,
                "customers",
                "sales/cleaned_orders"));
        assets.add(asset(
                "sales/daily_revenue",
                "sales",
                "Revenue of each day.",
                DAILY,
                "duckdb",
                66,
                "products",
                "sales/cleaned_orders"));
        assets.add(asset("marketing/segments", "marketing", null, null, "python", 80, "sales/orders_by_customer"));
        assets.add(
                asset("marketing/campaign", "marketing", HOSTILE, null, "python", 90, "marketing/segments", "weather"));
        assets.add(asset(
                "finance/forecast", "finance", "Next month's revenue.", null, "python", 101, "sales/daily_revenue"));
        assets.add(asset(
                "finance/report",
                "finance",
                "What the board reads.",
                null,
                "python",
                112,
                "finance/forecast",
                "sales/daily_revenue"));
        assets.add(new Asset(
                "my_project",
                "__repository__",
                "weather",
                "default",
                "Made by somebody else.",
                null,
                List.of("s3"),
                List.of(),
                Map.of(),
                List.of(),
                null,
                null,
                false,
                List.of(),
                null));
        return new Definitions(
                List.of("my_project"),
                assets,
                List.of(
                        check("raw_orders", "not_empty", "There are orders.", true),
                        check("sales/cleaned_orders", "no_nulls", "No column is null.", true),
                        check("sales/daily_revenue", "positive", null, false)),
                List.of(
                        new Job(
                                "my_project",
                                "__repository__",
                                "daily_sales",
                                "Everything that sales looks at.",
                                Map.of("team", "sales"),
                                List.of("raw_orders"),
                                List.of("raw_orders", "sales/cleaned_orders", "sales/daily_revenue"),
                                DAILY,
                                at("jobs.py", 4)),
                        new Job(
                                "my_project",
                                "__repository__",
                                "clean_up",
                                null,
                                Map.of(),
                                List.of("drop", "vacuum"),
                                List.of(),
                                null,
                                at("jobs.py", 12))),
                List.of(new Schedule(
                        "my_project",
                        "__repository__",
                        "every_morning",
                        "Before the shop opens.",
                        List.of("0 6 * * *"),
                        "Europe/Berlin",
                        "daily_sales",
                        true,
                        at("automation.py", 3))),
                List.of(new Sensor(
                        "my_project",
                        "__repository__",
                        "new_files",
                        null,
                        "standard",
                        List.of("clean_up"),
                        30,
                        false,
                        at("automation.py", 14))),
                List.of(new Resource(
                        "my_project",
                        "__repository__",
                        "duckdb",
                        "DuckDBResource",
                        "The warehouse.",
                        at("resources.py", 8))));
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
                .fail("sales/cleaned_orders", 0.5, RunScript.valueError("line 12 has no amount\n" + HOSTILE))
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

    /** So many assets in groups of fifty, each with up to three that it depends on. */
    static Definitions ofAssets(int number) {
        List<Asset> assets = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            TreeSet<String> deps = new TreeSet<>();
            for (int back : List.of(1, 7, 61)) {
                if (i % 5 != 0 && i >= back) {
                    deps.add(name(i - back));
                }
            }
            assets.add(new Asset(
                    "my_project",
                    "__repository__",
                    name(i),
                    "group_%02d".formatted(i / 50),
                    "The asset number " + i + " of **many**.",
                    "DataFrame",
                    List.of(i % 3 == 0 ? "duckdb" : "python"),
                    List.of("team:team_" + i % 7),
                    Map.of("tier", String.valueOf(i % 3)),
                    List.copyOf(deps),
                    i % 4 == 0 ? DAILY : null,
                    null,
                    true,
                    List.of(),
                    at("assets.py", i + 1)));
        }
        return new Definitions(List.of("my_project"), assets, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static String name(int number) {
        return "warehouse/table_%04d".formatted(number);
    }

    private static SourceLocation at(String file, int line) {
        return new SourceLocation(FOLDER.resolve("my_project").resolve(file).toString(), line, "def it():");
    }

    private static Asset asset(
            String key,
            String group,
            String description,
            Partitions partitions,
            String kind,
            int line,
            String... deps) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("domain", group);
        return new Asset(
                "my_project",
                "__repository__",
                key,
                group,
                description,
                "DataFrame",
                List.of(kind),
                List.of("team:" + group),
                tags,
                List.of(deps),
                partitions,
                "1",
                true,
                partitions == null ? List.of() : List.of("daily_sales"),
                at("assets.py", line));
    }

    private static AssetCheck check(String asset, String name, String description, boolean blocking) {
        return new AssetCheck("my_project", "__repository__", asset, name, description, blocking, at("checks.py", 5));
    }
}
