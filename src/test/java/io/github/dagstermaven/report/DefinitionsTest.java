package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import io.github.dagstermaven.dagster.Definitions.Schedule;
import io.github.dagstermaven.dagster.Definitions.Sensor;
import io.github.dagstermaven.dagster.LintFinding;
import io.github.dagstermaven.dagster.Sample;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions as tables, as JSON and as the manifest. */
class DefinitionsTest {
    @TempDir
    private Path directory;

    private static SourceLocation at(String file, int line) {
        return new SourceLocation(file, line, "@asset");
    }

    private static Asset asset(
            String location,
            String key,
            Partitions partitions,
            boolean materializable,
            SourceLocation at,
            String... deps) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("tier", "1");
        tags.put("area", "sales");
        return Sample.asset(key)
                .with("location", location)
                .with("description", "The " + key + ".\nIn full.")
                .with("type", "DataFrame")
                .with("kinds", List.of("csv"))
                .with("owners", List.of("team:data"))
                .with("tags", tags)
                .with("deps", List.of(deps))
                .with("partitions", partitions)
                .with("codeHash", "3f2a90c1d4e5b678")
                .with("metadata", Map.of("team", "sales", "limit", 3))
                .with("automationCondition", "eager")
                .with("ioManagerKey", "io_manager")
                .with("requiredResources", List.of("db"))
                .with("materializable", materializable)
                .with("jobs", List.of("daily_job"))
                .with("definedAt", at)
                .build();
    }

    private static <R extends Record> R here(Sample<R> sample) {
        return sample.with("location", "my_project").build();
    }

    private static Definitions definitions(Path project) {
        Partitions daily = Sample.windows("2024-01-01T00:00:00+00:00", "0 0 * * *")
                .with("description", "daily, from 2024-01-01")
                .build();
        String assets = project.resolve("my_project/assets.py").toString();
        return new Definitions(
                List.of("my_project"),
                List.of(
                        asset("my_project", "raw_orders", null, true, at(assets, 8)),
                        asset("my_project", "sales/revenue", daily, true, at(assets, 21), "a", "b", "c", "raw_orders"),
                        asset(
                                "my_project",
                                "warehouse",
                                null,
                                false,
                                at(
                                        project.resolve("../venv/lib/python3.12/site-packages/shop/x.py")
                                                .toString(),
                                        3)),
                        asset("my_project", "zone", null, true, at("/srv/elsewhere/zone.py", 1))),
                List.of(here(Sample.check("raw_orders", "not_empty")
                        .with("blocking", true)
                        .with("deps", List.of("zone"))
                        .with("codeHash", "0c55de9b37b3cb00"))),
                List.of(
                        here(Sample.job("daily_job")
                                .with("description", "Every day\nat six")
                                .with("ops", List.of("raw_orders"))
                                .with("assets", List.of("raw_orders", "sales/revenue"))
                                .with("partitions", daily)
                                .with(
                                        "definedAt",
                                        at(project.resolve("my_project/jobs.py").toString(), 4))),
                        here(Sample.job("etl")
                                .with("ops", List.of("extract"))
                                .with("executor", "in_process")
                                .with("configHash", "a8946e3764856f00")
                                .with("codeHash", "120d893e1340c000"))),
                List.of(here(Sample.of(Schedule.class)
                        .with("name", "every_day")
                        .with("cron", List.of("0 6 * * *"))
                        .with("timezone", "Europe/Berlin")
                        .with("job", "daily_job"))),
                List.of(here(Sample.of(Sensor.class)
                        .with("name", "files")
                        .with("type", "standard")
                        .with("jobs", List.of("etl"))
                        .with("assets", List.of("zone"))
                        .with("minimumIntervalSeconds", 30.0))),
                List.of(here(Sample.resource("db", "Database"))),
                List.of(
                        new LintFinding(
                                "my_project",
                                "__repository__",
                                "missing-owner",
                                "asset",
                                "zone",
                                "the asset 'zone' has no owner",
                                null,
                                true,
                                at("/srv/elsewhere/zone.py", 1)),
                        new LintFinding(
                                "my_project",
                                "__repository__",
                                "unknown-upstream",
                                "asset",
                                "sales/revenue",
                                "the asset 'sales/revenue' depends on 'raw_order', which nothing defines",
                                "raw_order",
                                false,
                                at(assets, 21))));
    }

    @Test
    void theManifestHoldsEverythingAndNothingOfTheMachine() throws IOException {
        Path project = directory.resolve("shop");
        Path file = project.resolve("target/dagster/manifest.json");
        new ManifestFile(file, project, Secrets.none()).write(definitions(project), "1.13.27", "0.1.0");

        String text = Files.readString(file);
        assertThat(text).doesNotContain(directory.toString());
        Golden.assertMatches("manifest.json", text);
        ReportFiles.assertValid(file, JsonSchema.MANIFEST);
    }

    @Test
    void theManifestIsTheSameWhereverTheProjectIs() throws IOException {
        Path one = directory.resolve("one/shop");
        Path other = directory.resolve("other/place");
        new ManifestFile(one.resolve("m.json"), one, Secrets.none()).write(definitions(one), "1", "1");
        new ManifestFile(other.resolve("m.json"), other, Secrets.none()).write(definitions(other), "1", "1");

        assertThat(one.resolve("m.json")).hasSameTextualContentAs(other.resolve("m.json"));
    }

    @Test
    void assetsAreATable() {
        Path project = Path.of("/home/ada/shop");
        Golden.assertMatches(
                "asset-list.txt",
                String.join(
                                "\n",
                                new DefinitionsText(project, Secrets.none())
                                        .assets(definitions(project).assets()))
                        + "\n");
    }

    @Test
    void jobsAreATable() {
        Path project = Path.of("/home/ada/shop");
        Golden.assertMatches(
                "job-list.txt",
                String.join(
                                "\n",
                                new DefinitionsText(project, Secrets.none())
                                        .jobs(definitions(project).jobs()))
                        + "\n");
    }

    @Test
    void severalLocationsAreNamed() {
        DefinitionsText text = new DefinitionsText(directory, Secrets.none());

        assertThat(text.assets(List.of(asset("one", "a", null, true, null), asset("two", "b", null, true, null))))
                .containsExactly(
                        "Asset  Location  Group    Kinds",
                        "-----  --------  -------  -----",
                        "a      one       default  csv",
                        "b      two       default  csv",
                        "",
                        "2 assets");
    }

    @Test
    void anEmptyListSaysSo() {
        assertThat(new DefinitionsText(directory, Secrets.none()).jobs(List.of()))
                .containsExactly("No jobs");
    }

    @Test
    void asJsonAListIsWhatTheManifestSays() {
        Path project = Path.of("/home/ada/shop");
        Golden.assertMatches(
                "job-list.json",
                new JsonText(project, Secrets.none()).of(definitions(project).jobs()));
    }
}
