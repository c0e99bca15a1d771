package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.Dimension;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What differs of partitions is told on both sides, whatever it is. */
class PartitionsWordsTest {
    private static Sample<Partitions> daily() {
        return Sample.windows("2024-01-01T00:00:00+00:00", "0 0 * * *")
                .with("description", "Daily, starting 2024-01-01 UTC.")
                .with("timezone", "UTC")
                .with("format", "%Y-%m-%d")
                .with("endOffset", 0);
    }

    private static Partitions keys(String... keys) {
        return keys(keys.length, null, keys);
    }

    private static Partitions keys(int count, String hash, String... first) {
        return Sample.partitions("static")
                .with("description", "'" + String.join("', '", first) + "'")
                .with("keys", List.of(first))
                .with("keyCount", count)
                .with("keysHash", hash)
                .build();
    }

    private static Partitions of(Partitions day, Partitions colour) {
        return Sample.partitions("multi")
                .with("description", "Multi-partitioned")
                .with("dimensions", List.of(new Dimension("colour", colour), new Dimension("day", day)))
                .build();
    }

    static Stream<Arguments> changes() {
        String words = "Daily, starting 2024-01-01 UTC";
        String end = "2024-12-31T00:00:00+00:00";
        Partitions ending = daily().with("end", end).build();
        Partitions later = daily().with("start", "2024-06-01T00:00:00+00:00")
                .with("description", "Daily, starting 2024-06-01 UTC.")
                .build();
        return Stream.of(
                Arguments.of(daily().build(), null, words + ".", null),
                Arguments.of(daily().build(), keys("a"), words + ".", "'a'"),
                Arguments.of(daily().build(), later, words, "Daily, starting 2024-06-01 UTC"),
                Arguments.of(daily().build(), ending, words + ", without an end", words + ", ending at " + end),
                Arguments.of(
                        later, ending, "Daily, starting 2024-06-01 UTC, without an end", words + ", ending at " + end),
                Arguments.of(
                        daily().build(),
                        daily().with("start", "2024-01-01T06:00:00+00:00").build(),
                        words + ", starting at 2024-01-01T00:00:00+00:00",
                        words + ", starting at 2024-01-01T06:00:00+00:00"),
                Arguments.of(
                        daily().build(),
                        daily().with("endOffset", 1).build(),
                        words + ", end offset by 0",
                        words + ", end offset by 1"),
                Arguments.of(
                        daily().build(),
                        daily().with("timezone", "Europe/Berlin").build(),
                        words + ", in UTC",
                        words + ", in Europe/Berlin"),
                Arguments.of(
                        daily().build(),
                        daily().with("cron", "0 6 * * *").build(),
                        words + ", beginning at 0 0 * * *",
                        words + ", beginning at 0 6 * * *"),
                Arguments.of(
                        daily().build(),
                        daily().with("format", "%d.%m.%Y").build(),
                        words + ", keys as %Y-%m-%d",
                        words + ", keys as %d.%m.%Y"),
                Arguments.of(
                        daily().build(),
                        daily().with("exclusions", List.of("0 0 * * 0")).build(),
                        words + ", without exclusions",
                        words + ", without 0 0 * * 0"),
                Arguments.of(keys("a", "b"), keys("a", "b", "c"), "without c", "with c"),
                Arguments.of(keys("a", "b"), keys("a", "c"), "with b, without c", "with c, without b"),
                Arguments.of(keys("a", "b", "c"), keys("a", "c", "b"), "in the order …, b, c", "in the order …, c, b"),
                Arguments.of(keys(2000, "x", "a"), keys(2001, "y", "a"), "2000 keys", "2001 keys"),
                Arguments.of(keys(2000, "x", "a"), keys(2000, "y", "a"), "2000 keys (x)", "2000 keys (y)"),
                Arguments.of(
                        of(daily().build(), keys("a")),
                        of(ending, keys("a")),
                        "day: " + words + ", without an end",
                        "day: " + words + ", ending at " + end),
                Arguments.of(
                        of(daily().build(), keys("a")),
                        of(ending, keys("a", "b")),
                        "colour: without b; day: " + words + ", without an end",
                        "colour: with b; day: " + words + ", ending at " + end));
    }

    @ParameterizedTest(name = "{2} -> {3}")
    @MethodSource("changes")
    void bothSidesTellWhatDiffers(Partitions before, Partitions after, String wordsBefore, String wordsAfter) {
        Difference difference = difference(before, after);
        assertThat(difference.before()).isEqualTo(wordsBefore);
        assertThat(difference.after()).isEqualTo(wordsAfter);
    }

    @Test
    void ofManyKeysTheFirstThatDifferAreTold() {
        String[] many = IntStream.range(0, 900).mapToObj(number -> "k" + number).toArray(String[]::new);
        Difference difference = difference(keys(many), keys("k0"));
        assertThat(difference.before()).isEqualTo("with k1, k2, k3, k4, k5, … and 894 more");
    }

    private static Difference difference(Partitions before, Partitions after) {
        return DefinitionsDiff.between("1.0", orders(before), orders(after))
                .changes()
                .get(0)
                .differences()
                .get(0);
    }

    private static Definitions orders(Partitions partitions) {
        List<Asset> assets =
                List.of(Sample.asset("orders").with("partitions", partitions).build());
        return new Definitions(
                List.of("shop"), assets, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
