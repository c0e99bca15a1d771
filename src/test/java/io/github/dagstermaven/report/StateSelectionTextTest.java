package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.ModifiedAssets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StateSelectionTextTest {
    @Test
    void whatIsNewIsToldApartFromWhatHasChanged() {
        assertThat(changes(keys("a", "b", "c"), keys("a", "b")))
                .isEqualTo("2 assets are new (a, b) and 1 is modified (c)");
        assertThat(changes(keys("a", "b", "c"), keys("b"))).isEqualTo("1 asset is new (b) and 2 are modified (a, c)");
        assertThat(changes(keys("a"), keys("a"))).isEqualTo("1 asset is new (a)");
        assertThat(changes(keys("a", "b"), keys())).isEqualTo("2 assets are modified (a, b)");
        assertThat(changes(keys(), keys())).isEqualTo("no asset is new or modified");
    }

    @Test
    void whatIsTakenInIsTold() {
        assertThat(StateSelectionText.selected("state:modified", keys("m2"), List.of(), true, 10))
                .isEqualTo("'state:modified' selects 1 of 10");
        assertThat(StateSelectionText.selected("state:modified", keys("m1", "m2"), List.of("m1"), true, 10))
                .isEqualTo("'state:modified' selects 2 of 10, among them m1, which the same function makes");
        assertThat(StateSelectionText.selected("state:new", keys("m1", "m2"), List.of("m1"), false, 10))
                .isEqualTo("'state:new' selects 2 of 10, among them m1, whose checks the same function evaluates");
    }

    private static String changes(Set<String> modified, Set<String> added) {
        return StateSelectionText.changes(new ModifiedAssets(modified, added));
    }

    private static Set<String> keys(String... keys) {
        return new TreeSet<>(Arrays.asList(keys));
    }
}
