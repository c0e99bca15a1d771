package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Definitions.Dimension;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other partitions break what relies on them as soon as a key may be gone, and only then. */
class PartitionsRuleTest {
    private static final Partitions DAILY = windows("2024-01-01T00:00:00+00:00", null, "0 0 * * *", "UTC", 0);

    private static Partitions windows(
            String start, String end, String cron, String timezone, int offset, String... left) {
        return Sample.windows(start, cron)
                .with("end", end)
                .with("timezone", timezone)
                .with("endOffset", offset)
                .with("exclusions", List.of(left))
                .build();
    }

    private static Partitions keys(String... keys) {
        return keys(keys.length, null, keys);
    }

    private static Partitions keys(int count, String hash, String... first) {
        return Sample.partitions("static")
                .with("keys", List.of(first))
                .with("keyCount", count)
                .with("keysHash", hash)
                .build();
    }

    private static Partitions dynamic(String name) {
        return Sample.partitions("dynamic").with("name", name).build();
    }

    private static Partitions of(Object... namesAndPartitions) {
        List<Dimension> dimensions = Stream.iterate(0, index -> index < namesAndPartitions.length, index -> index + 2)
                .map(index ->
                        new Dimension((String) namesAndPartitions[index], (Partitions) namesAndPartitions[index + 1]))
                .toList();
        return Sample.partitions("multi").with("dimensions", dimensions).build();
    }

    static Stream<Arguments> changes() {
        String start = "2024-01-01T00:00:00+00:00";
        String later = "2024-06-01T00:00:00+00:00";
        return Stream.of(
                Arguments.of(null, DAILY, "it is partitioned now: what was stored without a partition is not found"),
                Arguments.of(DAILY, null, "it is not partitioned any more"),
                Arguments.of(DAILY, keys("a"), "its partitions are static instead of time windows"),
                Arguments.of(
                        DAILY,
                        windows(later, null, "0 0 * * *", "UTC", 0),
                        "its first partitions are gone: it starts at " + later + " instead of " + start),
                Arguments.of(windows(later, null, "0 0 * * *", "UTC", 0), DAILY, null),
                // The same moment, in other words.
                Arguments.of(DAILY, windows("2024-01-01T01:00:00+01:00", null, "0 0 * * *", "UTC", 0), null),
                Arguments.of(
                        DAILY,
                        windows(start, later, "0 0 * * *", "UTC", 0),
                        "its last partitions are gone: it ends at " + later),
                Arguments.of(windows(start, later, "0 0 * * *", "UTC", 0), DAILY, null),
                Arguments.of(
                        DAILY,
                        windows(start, null, "0 * * * *", "UTC", 0),
                        "its time windows begin at '0 * * * *' instead of '0 0 * * *'"),
                Arguments.of(
                        DAILY,
                        windows(start, null, "0 0 * * *", "Europe/Berlin", 0),
                        "the time zone of its partitions is Europe/Berlin instead of UTC"),
                Arguments.of(DAILY, windows(start, null, "0 0 * * *", "UTC", 1), null),
                Arguments.of(
                        DAILY,
                        windows(start, null, "0 0 * * *", "UTC", -1),
                        "its newest partitions come later: the end is offset by -1 instead of 0"),
                Arguments.of(
                        DAILY,
                        windows(start, null, "0 0 * * *", "UTC", 0, "0 0 * * 0"),
                        "partitions are gone: 0 0 * * 0 is excluded"),
                Arguments.of(keys("a", "b"), keys("c", "b", "a"), null),
                Arguments.of(keys("a", "b"), keys("b"), "the partition a is gone"),
                Arguments.of(keys("a", "b", "c", "d", "e"), keys("e"), "the partitions a, b, c, … and 1 more are gone"),
                Arguments.of(keys(2000, "x", "a"), keys(2000, "x", "a"), null),
                Arguments.of(
                        keys(2000, "x", "a"),
                        keys(2001, "y", "a"),
                        "partitions may be gone: its keys were 2000 and are 2001; the manifests do not list them all"),
                Arguments.of(
                        keys(2000, "x", "a"),
                        keys(2000, "y", "a"),
                        "partitions may be gone: its 2000 keys are others or in another order;"
                                + " the manifests do not list them all"),
                // Of a thousand and more the first are listed.
                Arguments.of(keys("a", "b"), keys(1300, "y", "a", "b", "c"), null),
                Arguments.of(
                        keys("a", "b"),
                        keys(1300, "y", "b", "c"),
                        "partitions may be gone: its keys were 2 and are 1300; the manifests do not list them all"),
                Arguments.of(keys(2000, "x", "a", "b"), keys("a"), "the partition b is gone"),
                Arguments.of(
                        keys(2000, "x", "a"),
                        keys("a"),
                        "partitions may be gone: its keys were 2000 and are 1; the manifests do not list them all"),
                Arguments.of(
                        dynamic("customers"),
                        dynamic("clients"),
                        "its dynamic partitions are those of 'clients' instead of 'customers'"),
                Arguments.of(of("day", DAILY, "colour", keys("a")), of("day", DAILY, "colour", keys("a", "b")), null),
                Arguments.of(
                        of("day", DAILY, "colour", keys("a", "b")),
                        of("day", DAILY, "colour", keys("b")),
                        "in the dimension colour the partition a is gone"),
                Arguments.of(
                        of("day", DAILY, "colour", keys("a")),
                        of("day", DAILY, "size", keys("a")),
                        "its partitions have the dimensions day, size instead of day, colour"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void otherPartitionsBreakWhatReliesOnThem(Partitions before, Partitions after, String reason) {
        assertThat(PartitionsRule.breaks(before, after)).isEqualTo(reason);
    }
}
