package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> KEYS =
            List.of("raw_orders", "cleaned_orders", "daily_revenue", "sales/raw_customers", "sales/eu/invoices", "id");

    @ParameterizedTest
    @CsvSource({
        "raw_ordrs, raw_orders",
        "rwa_orders, raw_orders",
        "RAW_ORDERS, raw_orders",
        "raw-orders, raw_orders",
        "raw.orders, raw_orders",
        "raw_orders2, raw_orders",
        "raw_customers, sales/raw_customers",
        "sale/raw_customers, sales/raw_customers",
        "sales/raw_customer, sales/raw_customers",
        "eu/invoices, sales/eu/invoices",
        "daily, daily_revenue",
        "revenue, daily_revenue",
        "my_project/daily_revenue, daily_revenue",
        "di, id",
    })
    void theNameThatWasMeantComesFirst(String value, String meant) {
        assertThat(Suggestions.of(value, KEYS)).startsWith(meant);
    }

    @ParameterizedTest
    @CsvSource({"nope", "xyz", "weather_stations", "''", "q"})
    void whatResemblesNothingGetsNoSuggestion(String value) {
        assertThat(Suggestions.of(value, KEYS)).isEmpty();
    }

    @Test
    void severalAreOrderedByLikelihoodAndBounded() {
        assertThat(Suggestions.of("orders", List.of("orders_v2", "order", "borders", "orders4", "unrelated")))
                .containsExactly("borders", "order", "orders4");
    }

    @Test
    void neverSuggestsTheValueItself() {
        assertThat(Suggestions.of("orders", List.of("orders"))).isEmpty();
    }

    @Test
    void partitionKeysAreSuggestedToo() {
        assertThat(Suggestions.of("2024-1-2", List.of("2024-01-02", "2024-02-02", "2023-12-31")))
                .startsWith("2024-01-02");
    }

    @Test
    void theNearestAreGivenEvenWhenUnrelated() {
        assertThat(Suggestions.nearest("raw_ordrs", KEYS, 2)).hasSize(2).startsWith("raw_orders");
    }
}
