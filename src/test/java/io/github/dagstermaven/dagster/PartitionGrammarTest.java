package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dagstermaven.dagster.PartitionTerm.Dimension;
import io.github.dagstermaven.dagster.PartitionTerm.Kind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionGrammarTest {
    private final PartitionGrammar grammar = new PartitionGrammar("partitions");

    private PartitionTerm only(String text) {
        List<PartitionTerm> terms = grammar.terms(List.of(text));
        assertThat(terms).hasSize(1);
        return terms.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-02",
                "2024-01-02|red",
                "north west",
                "a..b",
                "latest7",
                "Missing",
                "v1.0",
                "all-of-it",
                "keys:a",
                "a:b"
            })
    void whatLooksLikeNothingElseIsAKey(String text) {
        assertThat(only("  " + text + " "))
                .extracting(PartitionTerm::kind, PartitionTerm::text, PartitionTerm::keys)
                .containsExactly(Kind.KEY, text, List.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "failed", "all"})
    void aStateIsNamedByAWord(String word) {
        assertThat(only(word).kind()).isEqualTo(Kind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({"latest, 1", "latest:1, 1", "latest:7, 7", "latest:0365, 365"})
    void theLatestAreCounted(String text, int count) {
        assertThat(only(text))
                .extracting(PartitionTerm::kind, PartitionTerm::count)
                .containsExactly(Kind.LATEST, count);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-02...2024-01-31, 2024-01-02, 2024-01-31",
        "a ... b, a, b",
        "2024-01-01|red...2024-01-07|red, 2024-01-01|red, 2024-01-07|red"
    })
    void threeDotsMakeARange(String text, String first, String last) {
        assertThat(only(text))
                .extracting(PartitionTerm::kind, PartitionTerm::keys)
                .containsExactly(Kind.RANGE, List.of(first, last));
    }

    @ParameterizedTest
    @CsvSource({"key:missing, missing", "key:a...b, a...b", "key:date=1|2, date=1|2", "key:key:x, key:x", "key:…, …"})
    void aKeyThatLooksLikeSomethingElseIsSaidToBeOne(String text, String key) {
        assertThat(only(text))
                .extracting(PartitionTerm::kind, PartitionTerm::keys)
                .containsExactly(Kind.KEY, List.of(key));
    }

    @Test
    void eachDimensionHasATermOfItsOwn() {
        PartitionTerm term = only("date = 2024-01-01...2024-01-07 | colour=red|size=all|region=latest:2|team=key:all");
        assertThat(term.kind()).isEqualTo(Kind.DIMENSIONS);
        assertThat(term.dimensions())
                .extracting(
                        Dimension::name,
                        one -> one.term().kind(),
                        one -> one.term().keys(),
                        one -> one.term().count())
                .containsExactly(
                        tuple("date", Kind.RANGE, List.of("2024-01-01", "2024-01-07"), 0),
                        tuple("colour", Kind.KEY, List.of("red"), 0),
                        tuple("size", Kind.ALL, List.of(), 0),
                        tuple("region", Kind.LATEST, List.of(), 2),
                        tuple("team", Kind.KEY, List.of("all"), 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "...b; The range '...b' has no start; start...end",
                "a...; The range 'a...' has no end; start...end",
                "a...b...c; The range 'a...b...c' has more than one place of three dots; start...end",
                "a....b; The range 'a....b' has more than one place of three dots; start...end",
                "a…b; 'a…b' has a single character where a range has three dots; start...end",
                "latest:; 'latest:' does not say how many of the latest partitions; latest:7",
                "latest:0; 'latest:0' does not say how many of the latest partitions; latest:7",
                "latest:-1; 'latest:-1' does not say how many of the latest partitions; latest:7",
                "latest:week; 'latest:week' does not say how many of the latest partitions; latest:7",
                "latest:9999999999; 'latest:9999999999' does not say how many of the latest partitions; latest:7",
                "key:; 'key:' names no key; after key:",
                "date=2024-01-01|red; 'date=2024-01-01|red' names some of its dimensions only; colour=red",
                "=red; '=red' has a part without the name of a dimension; colour=red",
                "date=|c=red; 'date=|c=red' names nothing in the dimension 'date'; date=all",
                "c=a|c=b; 'c=a|c=b' names the dimension 'c' twice; once",
                "c=missing; 'missing' is no choice for a single dimension, in 'c=missing'; missing alone",
                "c=a...; The range 'a...' has no end; start...end",
                "c=latest:x; 'latest:x' does not say how many of the latest partitions; latest:7"
            })
    void whatIsMalformedIsToldWithItsValueAndTheRemedy(String text, String message, String remedy) {
        Problem problem = problems(List.of(text)).get(0);
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.value()).isEqualTo(text);
        assertThat(problem.parameter()).isEqualTo("partitions");
        assertThat(problem.remedy()).contains(remedy).contains("<partitions> (-Ddagster.partitions=…)");
    }

    @Test
    void ofSeveralTermsEachMalformedOneIsToldWithItsPlace() {
        assertThat(problems(List.of("a", "...b", "c", "latest:x")))
                .extracting(Problem::message)
                .containsExactly(
                        "The range '...b' has no start (number 2 of 4)",
                        "'latest:x' does not say how many of the latest partitions (number 4 of 4)");
    }

    @Test
    void aRangeIsARange() {
        assertThat(new PartitionGrammar("partitionRange").range(" a...b ").keys())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "2024-01-01; '2024-01-01' is no range of partitions; Write start...end",
                "a..b; 'a..b' is no range of partitions: it has two dots where a range has three; Write a...b",
                "a .. b; 'a .. b' is no range of partitions: it has two dots where a range has three; Write a...b",
                "latest:7; 'latest:7' is no range of partitions; Write it in <partitions> (-Ddagster.partitions=latest:7)"
            })
    void aRangeIsNothingElse(String text, String message, String remedy) {
        PartitionGrammar range = new PartitionGrammar("partitionRange");
        PipelineException thrown = catchThrowableOfType(PipelineException.class, () -> range.range(text));
        Problem problem = thrown.problems().get(0);
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.parameter()).isEqualTo("partitionRange");
        assertThat(problem.value()).isEqualTo(text);
        assertThat(problem.remedy()).startsWith(remedy).endsWith(" in <partitionRange> (-Ddagster.partitionRange=…)");
    }

    private List<Problem> problems(List<String> texts) {
        return catchThrowableOfType(PipelineException.class, () -> grammar.terms(texts))
                .problems();
    }
}
