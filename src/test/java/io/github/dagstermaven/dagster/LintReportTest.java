package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a name at fault may have meant. */
class LintReportTest {

    @Test
    void anAssetDoesNotMeanItselfByWhatItDependsOn() {
        LintFinding finding = new LintFinding(
                "shop",
                "__repository__",
                LintRule.UNKNOWN_UPSTREAM.id(),
                "asset",
                "orders",
                "the asset 'orders' depends on 'order', which nothing defines",
                "order",
                false,
                null);
        Definitions definitions = new Definitions(
                List.of("shop"),
                Stream.of("order", "orders", "ordres")
                        .map(key -> Sample.asset(key).build())
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(finding));
        assertThat(LintReport.of(definitions, Map.of(), null).findings())
                .singleElement()
                .extracting(JudgedFinding::suggestions)
                .isEqualTo(List.of("ordres"));
    }
}
