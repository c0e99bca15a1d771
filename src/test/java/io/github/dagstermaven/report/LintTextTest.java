package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.LintFinding;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.LintThreshold;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of lint stands in the build log, and what counts. */
class LintTextTest {
    private static final Path PROJECT = Path.of("/home/ada/shop");
    private static final String SARIF = "target/dagster/lint.sarif";

    private final RecordingConsole console = new RecordingConsole(false);

    private static LintFinding finding(LintRule rule, String name, String value, int line) {
        return Findings.finding(rule, name, value, Findings.at(PROJECT, "shop/assets.py", line));
    }

    private List<String> lines() {
        return console.text().lines().toList();
    }

    private void tell(LintReport report) {
        new LintText(PROJECT).tell(report, console, SARIF);
    }

    @Test
    void whatMattersMostIsToldFirstWithFileAndLine() {
        tell(Findings.report(
                finding(LintRule.MISSING_OWNER, "a", null, 3),
                finding(LintRule.UNSET_ENVIRONMENT_VARIABLE, "b", "PASSWORD", 9),
                finding(LintRule.MISSING_RESOURCE, "c", "warehose", 20)));
        assertThat(lines())
                .containsExactly(
                        "[ERROR] shop/assets.py:20: missing-resource: the asset 'c' is what missing-resource finds, did you mean"
                                + " 'warehouse'?",
                        "[WARNING] shop/assets.py:9: unset-environment-variable: the asset 'b' is what"
                                + " unset-environment-variable finds",
                        "[INFO] shop/assets.py:3: missing-owner: the asset 'a' is what missing-owner finds",
                        "[INFO] Lint: 1 error, 1 warning, 1 info: " + SARIF);
    }

    @Test
    void nothingFoundIsOneLine() {
        tell(Findings.report());
        assertThat(lines()).containsExactly("[INFO] Lint: nothing found");
    }

    @Test
    void manyMattersOfPracticeAreCountedByRule() {
        LintFinding[] findings = IntStream.rangeClosed(1, 400)
                .mapToObj(number -> finding(
                        number == 400 ? LintRule.OP_JOB : LintRule.MISSING_OWNER, "asset_" + number, null, number))
                .toArray(LintFinding[]::new);
        tell(Findings.report(findings));
        assertThat(lines())
                .containsExactly(
                        "[INFO] missing-owner: 399 findings, the first at shop/assets.py:1: the asset 'asset_1' is what"
                                + " missing-owner finds",
                        "[INFO] shop/assets.py:400: op-job: the asset 'asset_400' is what op-job finds",
                        "[INFO] Lint: 0 errors, 0 warnings, 400 info: " + SARIF);
    }

    @Test
    void errorsAreToldInFullUpToABound() {
        LintFinding[] findings = IntStream.rangeClosed(1, 60)
                .mapToObj(number -> finding(LintRule.UNKNOWN_UPSTREAM, "asset_" + number, "nothing", number))
                .toArray(LintFinding[]::new);
        tell(Findings.report(findings));
        assertThat(lines()).hasSize(52);
        assertThat(lines().get(50)).isEqualTo("[ERROR] … and 10 more errors: " + SARIF);
    }

    @Test
    void whatTheBaselineHasOrACommentSuppressesIsOnlyCounted() {
        LintFinding known = finding(LintRule.UNKNOWN_UPSTREAM, "known", "nothing", 1);
        LintFinding moved = finding(LintRule.UNKNOWN_UPSTREAM, "known", "nothing", 77);
        LintFinding suppressed =
                Findings.finding(LintRule.UNKNOWN_UPSTREAM, "meant", "nothing", true, Findings.at(PROJECT, "a.py", 5));
        LintReport report = Findings.report(
                Map.of(), LintReport.identities(Findings.definitions(known, suppressed)), moved, suppressed);
        tell(report);
        assertThat(lines())
                .containsExactly(
                        "[INFO] Lint: 0 errors, 0 warnings, 0 info, 1 known from the baseline, 1 suppressed: " + SARIF);
        assertThat(report.failing(LintThreshold.WARN)).isEmpty();
    }

    @Test
    void whatIsNotSuppressedAnyMoreIsNew() {
        LintFinding before = Findings.finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", true, null);
        LintFinding now = Findings.finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", false, null);
        LintReport report = Findings.report(Map.of(), LintReport.identities(Findings.definitions(before)), now);
        assertThat(report.failing(LintThreshold.ERROR)).hasSize(1);
    }

    @Test
    void oneMoreOfTheSameIsNew() {
        LintFinding first = finding(LintRule.UNKNOWN_SUPPRESSION, "definitions.py", "mising-owner", 3);
        LintFinding second = finding(LintRule.UNKNOWN_SUPPRESSION, "definitions.py", "mising-owner", 9);
        LintReport report =
                Findings.report(Map.of(), LintReport.identities(Findings.definitions(first)), first, second);
        assertThat(report.counting())
                .extracting(one -> one.finding().at().line())
                .containsExactly(9);
        LintReport both =
                Findings.report(Map.of(), LintReport.identities(Findings.definitions(first, second)), first, second);
        assertThat(both.counting()).isEmpty();
    }

    @Test
    void levelsAreThoseThatAreGiven() {
        LintFinding owner = finding(LintRule.MISSING_OWNER, "a", null, 1);
        LintFinding upstream = finding(LintRule.UNKNOWN_UPSTREAM, "b", "nothing", 2);
        LintReport report = Findings.report(
                Map.of(LintRule.MISSING_OWNER, LintLevel.WARN, LintRule.UNKNOWN_UPSTREAM, LintLevel.OFF),
                null,
                owner,
                upstream);
        assertThat(report.findings()).extracting(one -> one.finding().rule()).containsExactly("missing-owner");
        assertThat(report.failing(LintThreshold.ERROR)).isEmpty();
        assertThat(report.failing(LintThreshold.WARN)).hasSize(1);
        assertThat(report.failing(LintThreshold.NEVER)).isEmpty();
    }

    @Test
    void aFindingWithoutAPlaceNamesItsCodeLocation() {
        tell(Findings.report(Findings.finding(LintRule.UNKNOWN_UPSTREAM, "orders", "nothing", null)));
        assertThat(lines())
                .first()
                .isEqualTo(
                        "[ERROR] code location shop: unknown-upstream: the asset 'orders' is what unknown-upstream finds");
    }
}
