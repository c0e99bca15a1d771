package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.dagstermaven.dagster.LintFinding;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings of lint as build servers read them. */
class LintFilesTest {
    @TempDir
    private Path root;

    private LintFinding finding(LintRule rule, String name, String value, String file, int line) {
        return Findings.finding(rule, name, value, Findings.at(root, file, line));
    }

    private LintedProject project(String folder) {
        return new LintedProject(root, root.resolve(folder), List.of(Path.of("pyproject.toml"), Path.of("pom.xml")));
    }

    private JsonObject sarif(LintReport report) throws IOException {
        return sarif(report, "", "hunter22222");
    }

    private JsonObject sarif(LintReport report, String folder, String secret) throws IOException {
        Path file = root.resolve("target/dagster/lint.sarif");
        new SarifFile(file, project(folder), new Secrets(Map.of("TOKEN", secret))).write(report, "0.1.0");
        String text = Files.readString(file);
        assertThat(schema().validate(text, InputFormat.JSON)).isEmpty();
        return JsonParser.parseString(text)
                .getAsJsonObject()
                .getAsJsonArray("runs")
                .get(0)
                .getAsJsonObject();
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream text = LintFilesTest.class.getResourceAsStream("/sarif/sarif-schema-2.1.0.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(text);
        }
    }

    private static JsonObject result(JsonObject run, int number) {
        return run.getAsJsonArray("results").get(number).getAsJsonObject();
    }

    @Test
    void theSchemaRefusesWhatIsNoSarif() throws IOException {
        assertThat(schema().validate("{\"version\": \"2.1.0\", \"runs\": [{\"results\": []}]}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void sarifNamesTheRuleTheLevelAndTheLineFromTheRootOfTheRepository() throws IOException {
        JsonObject run = sarif(Findings.report(
                finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", "data platform/shop:eu/größe.py", 12)));
        JsonObject result = result(run, 0);
        assertThat(result.get("ruleId").getAsString()).isEqualTo("unknown-upstream");
        assertThat(result.get("level").getAsString()).isEqualTo("error");
        JsonObject rule = run.getAsJsonObject("tool")
                .getAsJsonObject("driver")
                .getAsJsonArray("rules")
                .get(result.get("ruleIndex").getAsInt())
                .getAsJsonObject();
        assertThat(rule.get("id").getAsString()).isEqualTo("unknown-upstream");
        assertThat(rule.getAsJsonObject("help").get("text").getAsString()).contains("AssetSpec");
        JsonObject place =
                result.getAsJsonArray("locations").get(0).getAsJsonObject().getAsJsonObject("physicalLocation");
        assertThat(place.getAsJsonObject("artifactLocation"))
                .hasToString("{\"uri\":\"data%20platform/shop:eu/gr%C3%B6%C3%9Fe.py\",\"uriBaseId\":\"SRCROOT\"}");
        assertThat(place.getAsJsonObject("region").get("startLine").getAsInt()).isEqualTo(12);
        assertThat(result.has("baselineState")).isFalse();
    }

    @Test
    void sarifTellsWhatIsNewKnownAndSuppressed() throws IOException {
        LintFinding known = finding(LintRule.UNKNOWN_UPSTREAM, "known", "nothing", "a.py", 1);
        LintFinding fresh = finding(LintRule.UNKNOWN_UPSTREAM, "new", "nothing", "a.py", 2);
        LintFinding meant =
                Findings.finding(LintRule.UNKNOWN_UPSTREAM, "meant", "nothing", true, Findings.at(root, "a.py", 3));
        JsonObject run = sarif(
                Findings.report(Map.of(), LintReport.identities(Findings.definitions(known)), known, fresh, meant));
        assertThat(result(run, 0).get("baselineState").getAsString()).isEqualTo("unchanged");
        assertThat(result(run, 1).get("baselineState").getAsString()).isEqualTo("new");
        assertThat(result(run, 1).getAsJsonArray("suppressions")).isEmpty();
        assertThat(result(run, 2).getAsJsonArray("suppressions")).hasToString("[{\"kind\":\"inSource\"}]");
    }

    @Test
    void aFindingKeepsItsFingerprintWhenItsLineMoves() throws IOException {
        LintFinding before = finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", "a.py", 1);
        LintFinding after = finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", "a.py", 90);
        LintFinding other = finding(LintRule.UNKNOWN_UPSTREAM, "orders", "something", "a.py", 1);
        String first = fingerprint(sarif(Findings.report(before)));
        assertThat(fingerprint(sarif(Findings.report(after)))).isEqualTo(first);
        assertThat(fingerprint(sarif(Findings.report(other)))).isNotEqualTo(first);
    }

    private static String fingerprint(JsonObject run) {
        return result(run, 0)
                .getAsJsonObject("partialFingerprints")
                .get("dagsterLint/v1")
                .getAsString();
    }

    @Test
    void theSameFindingInTwoProjectsOfARepositoryIsTwo() throws IOException {
        LintFinding finding = finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", "a.py", 1);
        JsonObject first = sarif(Findings.report(finding), "shops/eu", "hunter22222");
        JsonObject second = sarif(Findings.report(finding), "shops/us", "hunter22222");
        assertThat(fingerprint(first)).isNotEqualTo(fingerprint(second));
        assertThat(first.getAsJsonObject("automationDetails")).hasToString("{\"id\":\"dagster-lint/shops/eu/\"}");
        assertThat(second.getAsJsonObject("automationDetails")).hasToString("{\"id\":\"dagster-lint/shops/us/\"}");
        assertThat(violation(finding, "shops/eu").get("fingerprint"))
                .isNotEqualTo(violation(finding, "shops/us").get("fingerprint"));
    }

    private JsonObject violation(LintFinding finding, String folder) throws IOException {
        return violations(folder, Secrets.none(), finding).get(0).getAsJsonObject();
    }

    private JsonArray violations(String folder, Secrets secrets, LintFinding... findings) throws IOException {
        Path file = root.resolve("gl-code-quality-report.json");
        new GitLabCodeQuality(file, project(folder), secrets).write(Findings.report(findings));
        return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
    }

    @Test
    void whatHasNoPlaceInTheRepositoryIsAtAFileOfTheProject() throws IOException {
        LintReport report = Findings.report(
                Findings.finding(LintRule.UNKNOWN_UPSTREAM, "nowhere", "nothing", null),
                Findings.finding(
                        LintRule.UNKNOWN_UPSTREAM,
                        "outside",
                        "nothing",
                        Findings.at(root.resolveSibling("elsewhere"), "a.py", 1)));
        assertThat(places(report)).containsExactly("shop/pyproject.toml", "shop/pyproject.toml");
        Files.createDirectories(root.resolve("shop"));
        Files.writeString(root.resolve("shop/pom.xml"), "<project/>");
        assertThat(places(report)).containsExactly("shop/pom.xml", "shop/pom.xml");
        Files.writeString(root.resolve("shop/pyproject.toml"), "");
        assertThat(places(report)).containsExactly("shop/pyproject.toml", "shop/pyproject.toml");
    }

    private List<String> places(LintReport report) throws IOException {
        return sarif(report, "shop", "hunter22222").getAsJsonArray("results").asList().stream()
                .map(result -> result.getAsJsonObject()
                        .getAsJsonArray("locations")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("physicalLocation"))
                .peek(place -> assertThat(
                                place.getAsJsonObject("region").get("startLine").getAsInt())
                        .isEqualTo(1))
                .map(place ->
                        place.getAsJsonObject("artifactLocation").get("uri").getAsString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"error", "major", "unknown-upstream", "inSource", "asset", "2.1.0", "0.1.0", "unicodeCodePoints"
            })
    void aSecretThatIsAWordOfTheFormatLeavesTheFilesValid(String secret) throws IOException {
        LintFinding finding = finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", "a.py", 1);
        JsonObject result = result(sarif(Findings.report(finding), "", secret), 0);
        assertThat(result.get("level").getAsString()).isEqualTo("error");
        assertThat(result.get("ruleId").getAsString()).isEqualTo("unknown-upstream");
        JsonObject violation = violations("", new Secrets(Map.of("TOKEN", secret)), finding)
                .get(0)
                .getAsJsonObject();
        assertThat(violation.get("severity").getAsString()).isEqualTo("major");
        assertThat(violation.get("check_name").getAsString()).isEqualTo("unknown-upstream");
    }

    @Test
    void secretsAreMasked() throws IOException {
        LintFinding finding = Findings.finding(
                LintRule.UNKNOWN_UPSTREAM,
                "of-hunter22222",
                "nothing",
                new SourceLocation(root.resolve("hunter22222/a.py").toString(), 1, "TOKEN = 'hunter22222'"));
        assertThat(sarif(Findings.report(finding), "of/hunter22222", "hunter22222")
                        .toString())
                .doesNotContain("hunter22222");
        assertThat(violations("", new Secrets(Map.of("TOKEN", "hunter22222")), finding)
                        .toString())
                .doesNotContain("hunter22222");
    }

    @Test
    void gitHubIsToldErrorsAndWarningsInItsOwnEscapes() {
        LintFinding multiline = new LintFinding(
                "shop",
                "__repository__",
                "failing-sensor",
                "sensor",
                "files",
                "it raises 100%\nof the time, always",
                null,
                false,
                Findings.at(root, "a,b:c.py", 7));
        LintReport report = Findings.report(
                Map.of(LintRule.FAILING_SENSOR, LintLevel.ERROR),
                null,
                multiline,
                finding(LintRule.UNSET_ENVIRONMENT_VARIABLE, "b", "X", "b.py", 3),
                finding(LintRule.MISSING_OWNER, "c", null, "c.py", 4),
                Findings.finding(LintRule.UNKNOWN_UPSTREAM, "d", "x", true, Findings.at(root, "d.py", 5)));
        assertThat(new GitHubAnnotations(root).of(report.counting()))
                .containsExactly(
                        "::error file=a%2Cb%3Ac.py,line=7,title=Dagster lint%3A failing-sensor::it raises 100%25%0Aof the time,"
                                + " always",
                        "::warning file=b.py,line=3,title=Dagster lint%3A unset-environment-variable::the asset 'b' is what"
                                + " unset-environment-variable finds");
    }

    @Test
    void gitHubIsToldNoMoreThanItShows() {
        LintFinding[] findings = IntStream.range(0, 30)
                .mapToObj(number -> finding(LintRule.UNKNOWN_UPSTREAM, "asset_" + number, "x", "a.py", number + 1))
                .toArray(LintFinding[]::new);
        assertThat(new GitHubAnnotations(root).of(Findings.report(findings).counting()))
                .hasSize(10);
    }

    @Test
    void gitLabReadsAViolationForEachFindingThatIsNotSuppressed() throws IOException {
        JsonArray violations = violations(
                "",
                Secrets.none(),
                finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", "shop/a.py", 12),
                finding(LintRule.MISSING_OWNER, "orders", null, "shop/a.py", 12),
                Findings.finding(LintRule.MISSING_OWNER, "nowhere", null, null),
                Findings.finding(LintRule.MISSING_OWNER, "meant", null, true, Findings.at(root, "a.py", 1)));
        assertThat(violations).hasSize(2);
        JsonObject first = violations.get(0).getAsJsonObject();
        assertThat(first.keySet()).containsExactly("description", "check_name", "fingerprint", "severity", "location");
        assertThat(first.get("severity").getAsString()).isEqualTo("major");
        assertThat(first.get("location")).hasToString("{\"path\":\"shop/a.py\",\"lines\":{\"begin\":12}}");
        assertThat(violations.get(1).getAsJsonObject().get("severity").getAsString())
                .isEqualTo("info");
    }
}
