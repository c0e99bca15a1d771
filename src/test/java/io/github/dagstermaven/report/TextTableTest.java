package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAlignedAndEmptyOnesLeftOut() {
        TextTable table = new TextTable("Key", "Nothing", "Description")
                .row("a", null, "first\nsecond")
                .row("longer/key", "", null);

        assertThat(table.lines())
                .containsExactly(
                        "Key         Description", "----------  -----------", "a           first", "longer/key");
    }

    @Test
    void aRowOfAnotherWidthIsAMistake() {
        assertThatThrownBy(() -> new TextTable("a", "b").row("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells in a table of 2 columns");
    }
}
