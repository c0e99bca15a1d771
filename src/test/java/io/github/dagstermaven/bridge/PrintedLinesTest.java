package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.RunEvent.Output;
import org.junit.jupiter.api.Test;

class PrintedLinesTest {
    private static final String BEGIN = "\u001edagster-maven-plugin step {\"run_id\": \"run-1\", \"step\": \"orders\"}";
    private static final String END = "\u001edagster-maven-plugin step {}";

    private final PrintedLines printed = new PrintedLines();

    @Test
    void whatIsPrintedBetweenMarksIsOfThatStep() {
        assertThat(printed.of("before")).containsExactly(new Output("before"));
        assertThat(printed.of(BEGIN)).isEmpty();
        assertThat(printed.of("reading")).containsExactly(new Output("run-1", "orders", "reading"));
        assertThat(printed.of(END)).isEmpty();
        assertThat(printed.of("after")).containsExactly(new Output("after"));
    }

    @Test
    void aLineThatTheStepDoesNotEndIsItsOwn() {
        printed.of(BEGIN);

        assertThat(printed.of("without an end" + END)).containsExactly(new Output("run-1", "orders", "without an end"));
        assertThat(printed.of("after")).containsExactly(new Output("after"));
    }

    @Test
    void anEmptyLineIsALine() {
        assertThat(printed.of("")).containsExactly(new Output(""));
    }

    @Test
    void aMarkThatIsCutOffEndsTheStep() {
        printed.of(BEGIN);
        printed.of(BEGIN.substring(0, BEGIN.length() - 8));

        assertThat(printed.of("dying")).containsExactly(new Output("dying"));
    }
}
