package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Dimension;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What partitions are in contrast with others: Dagster's own words leave out much of what two may differ in. */
final class PartitionsWords {
    private static final int SHOWN = 5;

    private PartitionsWords() {}

    /** Words for partitions that are not those for the other ones; {@code other} is null where there are none. */
    static String of(Partitions one, Partitions other) {
        if (other == null || !Objects.equals(one.type(), other.type())) {
            return one.description();
        }
        return switch (one.type()) {
            case "time_window" -> ofWindows(one, other);
            case "static" -> ofKeys(one, other);
            case "multi" -> ofDimensions(one, other);
            default -> one.description();
        };
    }

    private static String ofWindows(Partitions one, Partitions other) {
        List<String> words = new ArrayList<>();
        words.add(one.description().strip().replaceFirst("\\.$", ""));
        if (one.description().equals(other.description())) {
            addDifferent(words, one, other, Partitions::start, "starting at ", "without a start");
            addDifferent(words, one, other, Partitions::cron, "beginning at ", "without a cron expression");
            addDifferent(words, one, other, Partitions::timezone, "in ", "without a time zone");
            addDifferent(words, one, other, Partitions::endOffset, "end offset by ", "end not offset");
        }
        addDifferent(words, one, other, Partitions::end, "ending at ", "without an end");
        addDifferent(words, one, other, Partitions::format, "keys as ", "keys without a format");
        addDifferent(words, one, other, PartitionsWords::exclusions, "without ", "without exclusions");
        return String.join(", ", words);
    }

    private static String exclusions(Partitions partitions) {
        return partitions.exclusions().isEmpty() ? null : Listing.some(partitions.exclusions(), SHOWN);
    }

    private static void addDifferent(
            List<String> words,
            Partitions one,
            Partitions other,
            Function<Partitions, Object> property,
            String what,
            String without) {
        Object value = property.apply(one);
        if (!Objects.equals(value, property.apply(other))) {
            words.add(value == null ? without : what + value);
        }
    }

    private static String ofKeys(Partitions one, Partitions other) {
        if (one.keysHash() != null || other.keysHash() != null) {
            // The first of many are listed: which of them are others is not told.
            String hash = Objects.equals(one.keyCount(), other.keyCount()) ? " (" + one.keysHash() + ")" : "";
            return one.keyCount() + " keys" + hash;
        }
        List<String> words = new ArrayList<>();
        List<String> own = without(one.keys(), other.keys());
        if (!own.isEmpty()) {
            words.add("with " + Listing.some(own, SHOWN));
        }
        List<String> missing = without(other.keys(), one.keys());
        if (!missing.isEmpty()) {
            words.add("without " + Listing.some(missing, SHOWN));
        }
        if (words.isEmpty()) {
            int first = 0;
            while (first < one.keys().size()
                    && one.keys().get(first).equals(other.keys().get(first))) {
                first++;
            }
            words.add("in the order " + (first == 0 ? "" : "…, ")
                    + Listing.some(one.keys().subList(first, one.keys().size()), SHOWN));
        }
        return String.join(", ", words);
    }

    /** What of some keys is not among others. */
    static List<String> without(List<String> some, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return some.stream().filter(key -> !known.contains(key)).toList();
    }

    private static String ofDimensions(Partitions one, Partitions other) {
        Map<String, Partitions> others =
                other.dimensions().stream().collect(Collectors.toMap(Dimension::name, Dimension::partitions));
        List<String> names = one.dimensions().stream().map(Dimension::name).toList();
        if (!Set.copyOf(names).equals(others.keySet())) {
            return "the dimensions " + String.join(", ", names);
        }
        return one.dimensions().stream()
                .filter(dimension -> !dimension
                        .partitions()
                        .withoutWords()
                        .equals(others.get(dimension.name()).withoutWords()))
                .map(dimension -> dimension.name() + ": " + of(dimension.partitions(), others.get(dimension.name())))
                .collect(Collectors.joining("; "));
    }
}
