package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one code location finds to be nowhere, another one may have. */
class FindingsOfSeveralLocationsTest {

    private static Definitions location(String name, List<String> keys, LintFinding... findings) {
        return new Definitions(
                List.of(name),
                keys.stream()
                        .map(key -> Sample.asset(key).with("location", name).build())
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Arrays.asList(findings));
    }

    private static LintFinding unknown(String location, String asset, String key) {
        return new LintFinding(
                location,
                "__repository__",
                "unknown-upstream",
                "asset",
                asset,
                "the asset '" + asset + "' depends on '" + key + "', which nothing defines",
                key,
                false,
                null);
    }

    private static Stream<String> values(Definitions... parts) {
        return new DescribeRequest(null, null)
                .combine(List.of(parts)).findings().stream().map(LintFinding::value);
    }

    @Test
    void whatAnotherCodeLocationDefinesIsKnown() {
        // Each location lists the key, too, because something there names it.
        Definitions shop = location("shop", List.of("orders", "rates"), unknown("shop", "orders", "rates"));
        Definitions bank = location("bank", List.of("rates"));
        assertThat(values(shop, bank)).isEmpty();
    }

    @Test
    void whatIsNamedInSeveralCodeLocationsAndDefinedInNoneIsUnknown() {
        Definitions shop = location("shop", List.of("orders", "rates"), unknown("shop", "orders", "rates"));
        Definitions bank = location("bank", List.of("accounts", "rates"), unknown("bank", "accounts", "rates"));
        assertThat(values(shop, bank)).containsExactly("rates", "rates");
    }

    @Test
    void aCommentInAFileOfSeveralCodeLocationsIsOfUseWhenItCoversAFindingOfOne() {
        LintFinding unused = comment("shop", "unused-suppression", "missing-owner", false);
        LintFinding covered = comment("bank", "missing-owner", null, true);
        LintFinding other = comment("bank", "missing-group", null, true);
        assertThat(values(location("shop", List.of(), unused), location("bank", List.of(), covered)))
                .containsExactly((String) null);
        assertThat(values(location("shop", List.of(), unused), location("bank", List.of(), other)))
                .containsExactly("missing-owner", null);
    }

    private static LintFinding comment(String location, String rule, String value, boolean suppressed) {
        SourceLocation at = new SourceLocation("shared.py", 3, null);
        return new LintFinding(location, "__repository__", rule, "asset", "orders", "…", value, suppressed, at);
    }

    @Test
    void whatIsMeantMayBeInAnotherCodeLocation() {
        Definitions shop = location("shop", List.of("orders", "rtes"), unknown("shop", "orders", "rtes"));
        Definitions all = new DescribeRequest(null, null).combine(List.of(shop, location("bank", List.of("rates"))));
        LintReport report = LintReport.of(all, Map.of(), null);
        assertThat(report.findings())
                .singleElement()
                .extracting(JudgedFinding::message)
                .isEqualTo("the asset 'orders' depends on 'rtes', which nothing defines, did you mean 'rates'?");
    }
}
