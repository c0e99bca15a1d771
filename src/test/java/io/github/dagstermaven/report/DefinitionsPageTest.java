package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of the page; what a browser makes of it is told by {@link DefinitionsPageIT}. */
class DefinitionsPageTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private String page(Secrets secrets, Optional<RunResults> results) throws IOException {
        Path file = directory.resolve("target/page.html");
        new DefinitionsPage(SampleProject.module(directory.resolve("logs")), secrets)
                .write(file, SampleProject.subject(), SampleProject.definitions(), SampleProject.findings(), results);
        return Files.readString(file);
    }

    private static JsonObject dataOf(String page) {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return JsonParser.parseString(data.group(1)).getAsJsonObject();
    }

    @Test
    void itNamesNoOtherFileAndNoAddressThatIsLoaded() throws IOException {
        String page = page(Secrets.none(), Optional.of(SampleProject.results()));

        assertThat(page).doesNotContainPattern("<(?:script|img|iframe|object)[^>]*\\ssrc=");
        assertThat(page).containsOnlyOnce("<link ").contains("<link rel=\"icon\" href=\"data:,\">");
        assertThat(page)
                .doesNotContain("sourceMappingURL", "@import")
                .doesNotContainPattern("url\\((?!#)")
                .contains("default-src 'none'");
    }

    @Test
    void onlyItsOwnScriptsAndStyleAreAllowed() throws Exception {
        String page = page(Secrets.none(), Optional.of(SampleProject.results()));

        Matcher blocks =
                Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL).matcher(page);
        int found = 0;
        while (blocks.find()) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(blocks.group(2).getBytes(StandardCharsets.UTF_8));
            assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
            found++;
        }
        assertThat(found).isEqualTo(3);
        assertThat(page).doesNotContain("unsafe-inline");
    }

    @Test
    void textOfTheUserCannotLeaveTheData() throws IOException {
        String page = page(Secrets.none(), Optional.of(SampleProject.results()));

        assertThat(page).doesNotContain("<img src=x", "</script><script>", "<!--");
        assertThat(dataOf(page).toString()).contains("document.title='hacked'");
    }

    @Test
    void aTitleIsText() throws IOException {
        Path file = directory.resolve("page.html");
        new DefinitionsPage(SampleProject.module(directory.resolve("logs")), Secrets.none())
                .write(
                        file,
                        new DefinitionsPage.Subject("</title><b>{{data}} & $1", null, "1", "1"),
                        SampleProject.definitions(),
                        List.of(),
                        Optional.empty());

        assertThat(Files.readString(file))
                .contains("<title>&lt;/title&gt;&lt;b&gt;{{data}} &amp; $1 · Dagster definitions</title>");
    }

    @Test
    void secretsAreMaskedAndTheMaskIsNoMarkup() throws IOException {
        String page = page(
                new Secrets(Map.of("CRM", "Customers of", "TILL", "data/orders", "WHO", "Coffee shop")),
                Optional.of(SampleProject.results()));

        assertThat(page).doesNotContain("Customers of", "data/orders", "Coffee shop");
        assertThat(dataOf(page).toString())
                .contains("[[\"p\",\"******** the shop, from the CRM.\"]]")
                .contains("********.csv");
    }

    @Test
    void placesAreToldFromTheProjectsFolder() throws IOException {
        assertThat(page(Secrets.none(), Optional.of(SampleProject.results())))
                .contains("\"file\":\"my_project/assets.py\",\"line\":12")
                .doesNotContain("\"file\":\"/home");
    }

    @Test
    void aLogThatIsNotKeptWithThePageIsNamedAndNotLinked() throws IOException {
        ReportFile.write(EventLogFile.file(directory.resolve("logs"), "run-2"), log -> log.write("all of it"));

        JsonObject log = dataOf(page(Secrets.none(), Optional.of(SampleProject.results())))
                .getAsJsonObject("results")
                .getAsJsonObject("logs")
                .getAsJsonObject("run-2");

        assertThat(log.get("path").getAsString()).startsWith(directory.toString());
        assertThat(log.has("link")).isFalse();
    }

    @Test
    void onlyOfWhatWasNotGoodIsShownWhatItPrinted() {
        RunRecorder recorder = new RunRecorder();
        RunScript.adHoc(recorder)
                .asset("good")
                .asset("bad")
                .planAndStart()
                .begin("good")
                .tell(new Output("run-1", "good", "fine"))
                .succeed("good", 1)
                .begin("bad")
                .tell(new Output("run-1", "bad", "not fine"))
                .fail("bad", 1, RunScript.valueError("no"))
                .end("FAILURE");

        PageResults shown = PageResults.of(recorder.results("build-1", "1"), run -> Optional.empty());

        assertThat(shown.results().runs().get(0).output())
                .extracting(RunResult.StepOutput::text)
                .containsExactly("not fine");
    }

    @Test
    void withoutRunsItIsTheSameEachTime() throws IOException {
        assertThat(page(Secrets.none(), Optional.empty())).isEqualTo(page(Secrets.none(), Optional.empty()));
        assertThat(dataOf(page(Secrets.none(), Optional.empty())).has("results"))
                .isFalse();
    }

    @Test
    void ofTooManyResultsTheLatestAndAllFailuresAreKept() {
        PageResults shown = PageResults.of(SampleProject.results(), 3, run -> Optional.empty());

        assertThat(shown.results().runs()).hasSize(3);
        assertThat(shown.results().runs().get(2).assets()).hasSize(2);
        assertThat(shown.results().runs().get(0).assets())
                .extracting(RunResult.AssetResult::label)
                .containsExactly("sales/cleaned_orders[2024-01-02]");
        assertThat(shown.omitted()).isPositive();
    }

    @Test
    void ofTooManyRunsThoseThatWereGoodAreLeftOutAndCounted() {
        PageResults shown = PageResults.of(SampleProject.results(), 0, run -> Optional.empty());

        assertThat(shown.results().runs())
                .extracting(RunResult::status)
                .isNotEmpty()
                .doesNotContain(RunResult.RunStatus.SUCCESS);
        int runs =
                SampleProject.results().runs().size() - shown.results().runs().size();
        int items = items(SampleProject.results()) - items(shown.results());
        assertThat(shown.omitted()).isEqualTo(runs + items);
    }

    private static int items(RunResults results) {
        return results.runs().stream()
                .mapToInt(run ->
                        run.assets().size() + run.checks().size() + run.steps().size())
                .sum();
    }

    @Test
    void theLibraryForTheLayoutIsTheOneThatWasPublished() throws Exception {
        try (var library = DefinitionsPage.class.getResourceAsStream("page/dagre-3.1.3.min.js")) {
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(library.readAllBytes())))
                    .isEqualTo("54a503e346f93ca0bb10abe7999587e037262935687aca45eb4e4b0f64bbb578");
        }
    }
}
