package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A line is split as a shell does it, but nothing is expanded. */
class ArgumentLineTest {

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("dagster  asset\tlist\n", List.of("dagster", "asset", "list")),
                Arguments.of("a 'b c' \"d e\"", List.of("a", "b c", "d e")),
                Arguments.of("--tags='{\"a\": \"b\"}'", List.of("--tags={\"a\": \"b\"}")),
                Arguments.of("a '' \"\" b", List.of("a", "", "", "b")),
                Arguments.of("it\\'s one\\ word", List.of("it's", "one word")),
                Arguments.of("\"say \\\"hi\\\"\" \"C:\\new\" \"\\\\\"", List.of("say \"hi\"", "C:\\new", "\\")),
                Arguments.of("'C:\\new\\'", List.of("C:\\new\\")),
                Arguments.of("$HOME *.py ; ls", List.of("$HOME", "*.py", ";", "ls")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isSplitIntoWords(String line, List<String> words) {
        assertThat(ArgumentLine.words(line)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "say 'hi , The quote ' at character 5 is not closed: say 'hi",
                "a \"b\\\" , The quote \" at character 3 is not closed: a \"b\\\"",
                "a\\ , A backslash ends the line: a\\"
            })
    void aLineWithoutAnEndIsRefused(String line, String message) {
        assertThatThrownBy(() -> ArgumentLine.words(line))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining(message);
    }
}
