package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import io.github.dagstermaven.dagster.Definitions.Resource;
import io.github.dagstermaven.dagster.Definitions.Schedule;
import io.github.dagstermaven.dagster.Definitions.Sensor;
import io.github.dagstermaven.dagster.LintFinding;
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
        return new Asset(
                location,
                "__repository__",
                key,
                "default",
                "The " + key + ".\nIn full.",
                "DataFrame",
                List.of("csv"),
                List.of("team:data"),
                tags,
                List.of(deps),
                partitions,
                Map.of(),
                null,
                "3f2a90c1d4e5b678",
                Map.of("team", "sales", "limit", 3),
                "eager",
                null,
                "io_manager",
                List.of("db"),
                materializable,
                List.of("daily_job"),
                at);
    }

    private static Definitions definitions(Path project) {
        Partitions daily = new Partitions(
                "time_window",
                "daily, from 2024-01-01",
                "2024-01-01T00:00:00+00:00",
                null,
                "0 0 * * *",
                "UTC",
                "%Y-%m-%d",
                0,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null);
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
                List.of(new AssetCheck(
                        "my_project",
                        "__repository__",
                        "raw_orders",
                        "not_empty",
                        null,
                        true,
                        List.of("zone"),
                        "0c55de9b37b3cb00",
                        Map.of(),
                        null,
                        null)),
                List.of(
                        new Job(
                                "my_project",
                                "__repository__",
                                "daily_job",
                                "Every day\nat six",
                                Map.of(),
                                List.of("raw_orders"),
                                List.of("raw_orders", "sales/revenue"),
                                daily,
                                null,
                                null,
                                null,
                                at(project.resolve("my_project/jobs.py").toString(), 4)),
                        new Job(
                                "my_project",
                                "__repository__",
                                "etl",
                                null,
                                Map.of(),
                                List.of("extract"),
                                List.of(),
                                null,
                                "in_process",
                                "a8946e3764856f00",
                                "120d893e1340c000",
                                null)),
                List.of(new Schedule(
                        "my_project",
                        "__repository__",
                        "every_day",
                        null,
                        List.of("0 6 * * *"),
                        "Europe/Berlin",
                        "daily_job",
                        List.of(),
                        false,
                        null,
                        null)),
                List.of(new Sensor(
                        "my_project",
                        "__repository__",
                        "files",
                        null,
                        "standard",
                        List.of("etl"),
                        List.of("zone"),
                        30,
                        false,
                        null,
                        null)),
                List.of(new Resource("my_project", "__repository__", "db", "Database", null, null, null)),
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
