package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a browser, by what a person sees, types and presses. */
class DefinitionsPageIT extends PageInBrowser {
    /** For people: no test says whether a page is pleasant to look at. */
    private static final Path PICTURES = Path.of("target/definitions-report").toAbsolutePath();

    private static final String CHOSEN_ROWS = ".rows li:not([hidden]) .name";

    private String focused() {
        return page.evaluate("document.activeElement.textContent || document.activeElement.id")
                .getAsString();
    }

    @Test
    void theFirstViewSaysWhatThereIsAndWhatFailed() {
        open("");

        assertThat(page.text("h1")).isEqualTo("Coffee shop");
        assertThat(page.text("#verdict")).isEqualTo("Build failed");
        assertThat(page.texts(".tiles a"))
                .containsExactly("10Assets, and 1 external", "3Checks", "2Jobs", "1Schedule", "1Sensor", "1Resource");
        assertThat(page.texts(".inline a")).containsExactly("Failed 1", "Flaky 1", "Skipped 3", "Succeeded 5");
        assertThat(page.texts(".failures li"))
                .containsExactly("Failed sales/cleaned_orders[2024-01-02]ValueError: line 12 has no amount");
        assertThat(page.text("#footer")).contains("Dagster 1.13.27", "build build-1");
    }

    @Test
    void theSearchNarrowsByEveryWord() {
        open("#/catalogue");
        assertThat(page.texts(CHOSEN_ROWS)).hasSize(19);

        page.press("/");
        page.type("sales duckdb");
        page.await("document.getElementById('count').textContent.startsWith('3 of')");

        assertThat(page.texts(CHOSEN_ROWS))
                .containsExactly("sales/cleaned_orders", "sales/orders_by_customer", "sales/daily_revenue");
        assertThat(page.text("#count")).isEqualTo("3 of 19 definitions");

        page.type(" nonsense");
        page.await("document.getElementById('count').textContent.startsWith('None')");
        page.press("Escape");
        page.await("document.getElementById('count').textContent === '19 definitions'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=flaky                 | finance/forecast",
                "type=schedule                | every_morning",
                "group=marketing              | marketing/segments,marketing/campaign",
                "owner=team:finance           | finance/forecast,finance/report",
                "kind=s3                      | weather",
                "type=check&status=skipped    | sales/cleaned_orders: no_nulls",
                "q=revenue&type=asset         | sales/daily_revenue,finance/forecast",
            })
    void filtersNarrow(String query, String names) {
        open("#/catalogue?" + query);

        assertThat(page.texts(CHOSEN_ROWS)).containsExactly(names.split(","));
    }

    @Test
    void theKeyboardAloneIsEnough() {
        open("");
        page.press("Tab");
        assertThat(focused()).isEqualTo("Skip to the content");
        page.press("Enter");
        assertThat(focused()).contains("Results of this build");

        page.press("/");
        assertThat(page.evaluate("document.activeElement.id").getAsString()).isEqualTo("search");
        page.type("orders");
        page.press("ArrowDown");
        page.press("ArrowDown");
        assertThat(focused()).startsWith("sales/cleaned_orders");
        page.press("End");
        assertThat(focused()).startsWith("sales/cleaned_orders: no_nulls");
        page.press("Home");
        page.press("Enter");
        page.await("document.activeElement.id === 'details-title'");
        assertThat(focused()).isEqualTo("raw_orders");
        page.press("Escape");
        assertThat(page.evaluate("document.activeElement.id").getAsString()).isEqualTo("search");
        page.press("Escape");
        assertThat(page.evaluate("document.activeElement.value").getAsString()).isEmpty();
    }

    @Test
    void oneEntryOfTheListIsReachedWithTheTabKey() {
        open("#/catalogue/asset%3Aproducts");

        assertThat(page.texts(".rows a[tabindex='0'] .name")).containsExactly("products");
    }

    @Test
    void aDefinitionIsToldInFull() {
        open("#/catalogue/asset%3Asales%2Fcleaned_orders");

        assertThat(page.text(".details"))
                .contains(
                        "Orders that are whole.",
                        "team:sales",
                        "Daily, starting 2024-01-01 UTC.",
                        "domain: sales",
                        "my_project/assets.py:40",
                        "sales/cleaned_orders[2024-01-02]: failed",
                        "ValueError: line 12 has no amount",
                        "my_project/assets.py:12: raise ValueError(message)",
                        "Upstream (1)",
                        "Downstream (2)");
        assertThat(page.texts(".details .facts a")).contains("daily_sales");
        assertThat(page.texts("table:has(caption) tbody tr"))
                .contains("no_nullsSkippedblockingNo column is null.")
                .anyMatch(row -> row.startsWith("Succeeded2024-01-011 · job daily_sales"))
                .anyMatch(row -> row.startsWith("Failed2024-01-022 · job daily_sales"));
        assertThat(page.evaluate("document.querySelector('.strip').getAttribute('aria-label')")
                        .getAsString())
                .isEqualTo("2 partitions: 1 failed, 1 succeeded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asset%3Asales%2Fcleaned_orders       | Automation | eager",
                "asset%3Asales%2Fcleaned_orders       | Backfills | single run",
                "asset%3Asales%2Fcleaned_orders       | Metadata | table: clean.orders",
                "asset%3Asales%2Fcleaned_orders       | Resources | duckdb",
                "asset%3Asales%2Forders_by_customer   | Partition mappings | sales/cleaned_orders: AllPartitionMapping()",
                "asset%3Amarketing%2Fsegments         | Partitions | north, south (static, 2 keys)",
                "resource%3Aduckdb                    | Used by | sales/cleaned_orders, sales/orders_by_customer",
                "sensor%3Anew_files                   | Targets | customers",
                "sensor%3Anew_files                   | Evaluated | every 30.0 s at most",
                "job%3Aclean_up                       | Executor | in_process",
                "check%3Araw_orders%3A%20not_empty    | Blocking | Yes: a failure stops what is downstream",
            })
    void factsAreTold(String id, String name, String value) {
        open("#/catalogue/" + id);

        assertThat(page.texts(".facts > div")).contains(name + value);
    }

    @Test
    void whatLintFindsIsToldAndNarrowed() {
        open("#/findings");

        assertThat(page.texts("#view-findings tbody tr"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("errorunknown-upstreamthe asset 'marketing/campaign' depends on 'weather'")
                                .endsWith("marketing/campaignmy_project/assets.py:90"),
                        second -> assertThat(second).startsWith("infomissing-description"),
                        third -> assertThat(third)
                                .contains("(suppressed in the code)")
                                .endsWith("sales/daily_revenue: positivemy_project/checks.py:17"));
        page.click("#view-findings summary");
        assertThat(page.text("#view-findings dl"))
                .contains("unknown-upstream", "Correct the key, or declare the asset");
        choose("findings", "rule", "missing-description");
        assertThat(page.texts("#view-findings tbody tr")).hasSize(2);

        open("#/catalogue/asset%3Amarketing%2Fcampaign");
        assertThat(page.texts(".details table")).anyMatch(table -> table.contains("unknown-upstream"));
        open("#/overview");
        assertThat(page.text("#main")).contains("3 findings, 1 error, 1 info");
    }

    @Test
    void printedIsWhatWasChosen() {
        open("#/catalogue/asset%3Aproducts");

        page.asPrinted();

        assertThat(page.texts(".details h2")).containsExactly("products");
        assertThat(page.texts(".rows .name")).isEmpty();
        assertThat(page.texts("nav a")).isEmpty();
    }

    @Test
    void printedTheCatalogueIsTheWholeList() {
        open("#/catalogue");

        page.asPrinted();

        assertThat(page.texts(".rows .name")).hasSize(19);
        assertThat(page.evaluate(
                                "document.querySelector('.rows').scrollHeight <= document.querySelector('.rows').clientHeight + 1")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void attemptsAreItsHistory() {
        open("#/catalogue/asset%3Afinance%2Fforecast");

        assertThat(page.text(".details header")).contains("Flaky");
        assertThat(page.texts(".details tbody tr"))
                .anyMatch(row -> row.startsWith("Failed3 · asset run of my_project")
                        && row.endsWith("ValueError: the server is busy"))
                .anyMatch(row -> row.startsWith("Flaky4 (attempt 2)"));
    }

    @Test
    void jobsAndAutomationsLeadToOneAnother() {
        open("#/catalogue/schedule%3Aevery_morning");
        assertThat(page.text(".facts")).contains("0 6 * * *", "Europe/Berlin", "running");

        page.click(".facts a");
        page.await("document.getElementById('details-title').textContent === 'daily_sales'");

        assertThat(page.texts(".facts a")).containsExactly("every_morning");
        assertThat(page.texts(".details .plain a"))
                .containsExactly("raw_orders", "sales/cleaned_orders", "sales/daily_revenue");
    }

    @Test
    void theLineageOfAnAssetHasItsNeighboursAndEdges() {
        open("#/lineage/asset%3Asales%2Fdaily_revenue");

        assertThat(page.texts("#view-lineage .node .name"))
                .containsExactlyInAnyOrder(
                        "sales/daily_revenue",
                        "products",
                        "sales/cleaned_orders",
                        "raw_orders",
                        "finance/forecast",
                        "finance/report");
        assertThat(edges())
                .containsExactlyInAnyOrder(
                        "asset:raw_orders > asset:sales/cleaned_orders",
                        "asset:sales/cleaned_orders > asset:sales/daily_revenue",
                        "asset:products > asset:sales/daily_revenue",
                        "asset:sales/daily_revenue > asset:finance/forecast",
                        "asset:sales/daily_revenue > asset:finance/report",
                        "asset:finance/forecast > asset:finance/report");
        assertThat(page.evaluate("""
                (() => {
                  const left = (name) => [...document.querySelectorAll('#view-lineage .node')]
                    .find((node) => node.querySelector('.name').textContent === name).getBoundingClientRect().left;
                  return left('raw_orders') < left('sales/cleaned_orders')
                    && left('sales/cleaned_orders') < left('sales/daily_revenue')
                    && left('sales/daily_revenue') < left('finance/forecast');
                })()""").getAsBoolean()).isTrue();

        choose("lineage", "direction", "upstream");
        choose("lineage", "depth", "1");
        assertThat(page.texts("#view-lineage .node .name"))
                .containsExactlyInAnyOrder("sales/daily_revenue", "products", "sales/cleaned_orders");
        page.click("#view-lineage summary");
        assertThat(page.texts("#view-lineage tbody tr")).contains("sales/daily_revenueproducts, sales/cleaned_orders");
    }

    @Test
    void arrowsLeadThroughThePicture() {
        open("#/lineage/asset%3Asales%2Fcleaned_orders");
        page.evaluate("document.querySelector('#view-lineage .node[tabindex=\"0\"]').focus()");

        page.press("ArrowLeft");
        assertThat(page.evaluate("document.activeElement.querySelector('.name').textContent")
                        .getAsString())
                .isEqualTo("raw_orders");
        page.press("Enter");

        page.await("document.getElementById('lineage-title').textContent === 'Lineage of raw_orders'");
    }

    @Test
    void aSmallProjectIsSeenAsAWholeAndALargeOneByGroups() {
        open("#/lineage");
        assertThat(page.texts("#view-lineage .node")).hasSize(11);

        page.open(written("large.html", SampleProject.ofAssets(2000), Optional.empty()));
        page.click("#views a[href='#/lineage']");
        page.await("document.getElementById('lineage-title')");
        assertThat(page.texts("#view-lineage .node .name")).hasSize(40).contains("group_00", "group_39");

        page.click("#view-lineage .node");
        page.await("document.getElementById('lineage-title').textContent === 'Lineage of the group group_00'");
        assertThat(page.texts("#view-lineage .node .name")).hasSize(50);
    }

    @Test
    void ofALongTableTheRestComesWhenItIsAskedFor() {
        page.open(written("large.html", SampleProject.ofAssets(2000), Optional.empty()));
        page.evaluate("location.hash = '#/lineage/' + encodeURIComponent('asset:warehouse/table_1000')");
        page.await("document.getElementById('lineage-title')?.textContent === 'Lineage of warehouse/table_1000'");
        choose("lineage", "depth", "all");
        assertThat(page.text("#view-lineage [role=status]")).contains("150 assets", "more are not in the picture");

        page.click("#view-lineage summary");
        assertThat(page.texts("#view-lineage tbody tr")).hasSize(100);
        page.click("#view-lineage .table button");
        assertThat(page.texts("#view-lineage tbody tr")).hasSize(150);
        assertThat(page.texts("#view-lineage .table button")).isEmpty();
    }

    @Test
    void anAssetIsChosenByItsKey() {
        open("#/lineage");
        page.click("#asset");

        page.type("finance/report");

        page.await("document.getElementById('lineage-title').textContent === 'Lineage of finance/report'");
    }

    @Test
    void barsShowWhenAndHowLong() {
        open("#/timeline");

        assertThat(page.texts(".gantt tbody tr"))
                .startsWith(
                        "Run 1: job daily_sales[2024-01-01]Succeeded+0 s4.50 s",
                        "raw_orders [2024-01-01]Succeeded+0 s1.25 s",
                        "sales/cleaned_orders [2024-01-01]Succeeded+1.25 s2.50 s")
                .contains("finance/forecastFailed+600 ms300 ms", "finance/forecastSucceeded+6.00 s3.00 s");
        double lane = width(".gantt tbody tr:nth-child(3) .lane");
        assertThat(width(".gantt tbody tr:nth-child(3) .bar") / lane).isBetween(0.24, 0.26);
        assertThat(page.evaluate(
                                        "(document.querySelector('.gantt tbody tr:nth-child(3) .bar').getBoundingClientRect().left"
                                                + " - document.querySelector('.gantt tbody tr:nth-child(3) .lane').getBoundingClientRect().left)")
                                .getAsDouble()
                        / lane)
                .isBetween(0.12, 0.13);
    }

    @Test
    void runsAreNumberedAsTheyCameToTheirTurn() {
        RunRecorder recorder = new RunRecorder();
        RunScript late = new RunScript(recorder, "run-1", RunScript.ASSET_JOB, null)
                .retrying(null, 6)
                .asset("customers");
        RunScript early = new RunScript(recorder, "run-2", "daily_sales", "2024-01-01").asset("raw_orders");
        late.tell(new Planned(RunScript.LOCATION, List.of(late.plan(), early.plan()), List.of()))
                .start();
        early.start().makes("raw_orders", 1).end("SUCCESS");
        late.makes("customers", 1).end("SUCCESS");
        page.open(written(
                "turns.html", SampleProject.definitions(), Optional.of(recorder.results("build-1", "1.13.27"))));
        page.click("#views a[href='#/timeline']");
        page.await("document.querySelector('.gantt tbody tr')");

        assertThat(page.texts(".gantt tr.run th"))
                .containsExactly("Run 1: job daily_sales[2024-01-01]", "Run 2: asset run of my_project");
    }

    @Test
    void aGroupIsAsGoodAsItsChecks() {
        RunRecorder recorder = new RunRecorder();
        RunScript.adHoc(recorder)
                .asset("raw_orders", "not_empty")
                .planAndStart()
                .begin("raw_orders")
                .made("raw_orders", Map.of())
                .evaluated("raw_orders", "raw_orders", "not_empty", false, "ERROR")
                .succeed("raw_orders", 1)
                .end("SUCCESS");
        page.open(written(
                "check.html", SampleProject.definitions(), Optional.of(recorder.results("build-1", "1.13.27"))));

        assertThat(page.texts("#view-overview tbody tr")).anyMatch(row -> row.matches("ingestion\\d+100 %Failed"));
    }

    @Test
    void aPageOfASiteLeadsBackToIt() {
        open("");
        assertThat(page.texts("#site")).isEmpty();

        Path file = directory.resolve("site.html");
        new DefinitionsPage(SampleProject.module(directory), Secrets.none())
                .write(
                        file,
                        SampleProject.subject().within("project-reports.html"),
                        SampleProject.definitions(),
                        List.of(),
                        Optional.empty());
        page.open(file.toUri());

        assertThat(page.evaluate("document.getElementById('site').getAttribute('href')")
                        .getAsString())
                .isEqualTo("project-reports.html");
        assertThat(page.text("#site")).contains("Site");
    }

    @Test
    void textOfTheUserIsText() {
        for (String view : List.of(
                "#/catalogue/asset%3Amarketing%2Fcampaign",
                "#/catalogue/asset%3Araw_orders", "#/catalogue/asset%3Asales%2Fcleaned_orders", "#/timeline")) {
            open(view);
            assertThat(page.evaluate("document.title").getAsString()).doesNotContain("hacked");
            assertThat(page.evaluate("document.querySelectorAll('img, iframe, object').length")
                            .getAsInt())
                    .isZero();
        }
        open("#/catalogue/asset%3Amarketing%2Fcampaign");
        assertThat(page.text(".details .prose")).isEqualTo(SampleProject.HOSTILE);
        open("#/catalogue/asset%3Aproducts");
        assertThat(page.evaluate("[...document.querySelectorAll('.prose a')].map((a) => a.href)")
                        .toString())
                .isEqualTo("[\"https://example.com/products\"]");
    }

    @Test
    void coloursFollowTheSystemUntilSomebodyChoosesThem() {
        page.prefers("dark");
        open("");
        assertThat(background()).isEqualTo("rgb(15, 19, 26)");

        page.click("#theme");
        assertThat(background()).isEqualTo("rgb(246, 247, 249)");
        page.prefers("light");
        page.click("#theme");
        assertThat(background()).isEqualTo("rgb(15, 19, 26)");
        assertThat(page.evaluate("document.getElementById('theme').getAttribute('aria-pressed')")
                        .getAsString())
                .isEqualTo("true");
    }

    @Test
    void withoutRunsItIsACatalogue() {
        page.open(written("catalogue.html", SampleProject.definitions(), Optional.empty()));
        assertThat(page.text("#main")).contains("This build has run nothing");
        assertThat(page.texts("#verdict .pill")).isEmpty();

        page.click("#views a[href='#/timeline']");
        page.await("document.querySelector('#view-timeline .empty')");
        assertThat(page.text("#view-timeline")).contains("This build has recorded no runs");
    }

    @Test
    void aProjectWithoutAnythingIsToldSo() {
        page.open(written("empty.html", SampleProject.empty(), Optional.empty()));
        page.click("#views a[href='#/lineage']");
        page.await("document.getElementById('lineage-title')");

        assertThat(page.text("#view-lineage")).contains("There are no assets");
    }

    @Test
    void aLinkToWhatIsNotThereIsToldSo() {
        open("#/catalogue/asset%3Anone");

        assertThat(page.text(".detail")).contains("There is no such definition", "asset:none");
    }

    @Test
    void aLinkThatWasCutIsToldSo() {
        open("#/catalogue/asset%C3");

        assertThat(page.text(".detail")).contains("There is no such definition", "asset%C3");
    }

    @Test
    void aPageOfVeryManyFailedRunsOpens() {
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        RunResults all = SampleProject.results();
        List<RunResult> runs = IntStream.range(0, 150_000)
                .mapToObj(number -> new RunResult(
                        "run-" + number,
                        "shop",
                        "daily",
                        null,
                        RunStatus.FAILURE,
                        start.plusSeconds(number),
                        1,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        1,
                        List.of()))
                .toList();
        RunResults many = new RunResults(
                all.buildId(),
                all.dagsterVersion(),
                runs,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        page.open(written("runs.html", SampleProject.empty(), Optional.of(many)));
        page.click("#views a[href='#/timeline']");
        page.await("document.querySelector('.gantt tbody tr')");

        assertThat(page.text("#view-timeline")).contains("150,000 runs");
    }

    @ParameterizedTest
    @CsvSource({
        "light, 1280, ''",
        "dark, 1280, ''",
        "light, 1280, #/catalogue/asset%3Asales%2Fcleaned_orders",
        "dark, 1280, #/catalogue/asset%3Asales%2Fcleaned_orders",
        "light, 1280, #/catalogue/asset%3Aproducts",
        "light, 1280, #/catalogue/job%3Adaily_sales",
        "light, 420, #/catalogue",
        "light, 400, #/catalogue/asset%3Asales%2Fcleaned_orders",
        "light, 1280, #/lineage",
        "dark, 1280, #/lineage/asset%3Asales%2Fcleaned_orders",
        "light, 1280, #/timeline",
        "light, 1280, #/findings",
        "dark, 1280, #/findings",
        "dark, 420, #/timeline",
    })
    void thereAreNoBarriers(String colours, int width, String view) throws IOException {
        page.size(width, 900);
        page.prefers(colours);
        open(view);
        page.picture(PICTURES.resolve(
                (view.isEmpty() ? "overview" : view).replaceAll("[^a-z_]+", "-").replaceFirst("^-", "") + "-" + colours
                        + "-" + width + ".png"));

        assertThat(page.evaluate("document.documentElement.dataset.theme").getAsString())
                .isEqualTo(colours);
        assertThat(barriers()).isEmpty();
    }

    @Test
    void onANarrowScreenEveryViewCanBeChosenAndNothingSticksOut() throws IOException {
        page.size(400, 900);
        open("");

        assertThat(page.evaluate("Math.max(...[...document.querySelectorAll('#views a')]"
                                + ".map((link) => link.getBoundingClientRect().right))")
                        .getAsDouble())
                .isLessThanOrEqualTo(400);
        assertThat(page.evaluate("document.documentElement.scrollWidth").getAsInt())
                .isLessThanOrEqualTo(400);
    }

    private String barriers() throws IOException {
        try (InputStream axe = DefinitionsPageIT.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; true");
        }
        return page.evaluate(
                        "axe.run(document).then(({violations}) => violations.flatMap((one) => one.nodes"
                                + ".map((node) => one.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary)).join('\\n'))")
                .getAsString();
    }

    private List<String> edges() {
        return page
                .evaluate(
                        "[...document.querySelectorAll('#view-lineage .edge')].map((edge) => edge.dataset.from + ' > ' + edge.dataset.to)")
                .getAsJsonArray()
                .asList()
                .stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private void choose(String view, String select, String value) {
        page.evaluate("(() => { const select = document.querySelector('#view-" + view + " select[name=" + select
                + "]'); select.value = '" + value
                + "'; select.dispatchEvent(new Event('change', {bubbles: true})); })()");
    }

    private double width(String selector) {
        return page.evaluate("document.querySelector('" + selector + "').getBoundingClientRect().width")
                .getAsDouble();
    }

    private String background() {
        return page.evaluate("getComputedStyle(document.body).backgroundColor").getAsString();
    }
}
