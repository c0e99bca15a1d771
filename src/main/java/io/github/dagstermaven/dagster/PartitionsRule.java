package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Dimension;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** When other partitions break what relies on them: as soon as a key may be gone, or means something else. */
final class PartitionsRule {
    private static final int SHOWN = 3;

    private PartitionsRule() {}

    /** Why; null when every key that there was is still there. */
    static String breaks(Object before, Object after) {
        return breaks((Partitions) before, (Partitions) after);
    }

    private static String breaks(Partitions before, Partitions after) {
        if (before == null) {
            return "it is partitioned now: what was stored without a partition is not found";
        }
        if (after == null) {
            return "it is not partitioned any more";
        }
        if (!Objects.equals(before.type(), after.type())) {
            return "its partitions are " + words(after.type()) + " instead of " + words(before.type());
        }
        return switch (before.type()) {
            case "time_window" -> ofWindows(before, after);
            case "static" -> ofKeys(before, after);
            case "multi" -> ofDimensions(before, after);
            case "dynamic" ->
                Objects.equals(before.name(), after.name())
                        ? null
                        : "its dynamic partitions are those of '" + after.name() + "' instead of '" + before.name()
                                + "'";
            default -> "its partitions are others";
        };
    }

    private static String ofWindows(Partitions before, Partitions after) {
        if (!Objects.equals(before.cron(), after.cron())) {
            return "its time windows begin at '" + after.cron() + "' instead of '" + before.cron() + "'";
        }
        if (!Objects.equals(before.timezone(), after.timezone())) {
            return "the time zone of its partitions is " + after.timezone() + " instead of " + before.timezone();
        }
        if (!Objects.equals(before.format(), after.format())) {
            return "its partition keys are written as '" + after.format() + "' instead of '" + before.format() + "'";
        }
        if (isBefore(before.start(), after.start())) {
            return "its first partitions are gone: it starts at " + after.start() + " instead of " + before.start();
        }
        if (after.end() != null && (before.end() == null || isBefore(after.end(), before.end()))) {
            return "its last partitions are gone: it ends at " + after.end();
        }
        if (before.endOffset() != null && after.endOffset() != null && after.endOffset() < before.endOffset()) {
            return "its newest partitions come later: the end is offset by " + after.endOffset() + " instead of "
                    + before.endOffset();
        }
        List<String> excluded = PartitionsWords.without(after.exclusions(), before.exclusions());
        return excluded.isEmpty() ? null : "partitions are gone: " + Listing.some(excluded, SHOWN) + " is excluded";
    }

    private static String ofKeys(Partitions before, Partitions after) {
        if (before.keysHash() != null && before.keysHash().equals(after.keysHash())) {
            return null;
        }
        List<String> notListed = PartitionsWords.without(before.keys(), after.keys());
        if (after.keysHash() == null) {
            // All of now are listed: what is not is gone, and more of before may be.
            if (before.keysHash() == null || !notListed.isEmpty()) {
                return notListed.isEmpty() ? null : gone(notListed);
            }
        } else if (before.keysHash() == null && notListed.isEmpty()) {
            return null;
        }
        return "partitions may be gone: "
                + (Objects.equals(before.keyCount(), after.keyCount())
                        ? "its " + after.keyCount() + " keys are others or in another order"
                        : "its keys were " + before.keyCount() + " and are " + after.keyCount())
                + "; the manifests do not list them all";
    }

    private static String gone(List<String> keys) {
        return (keys.size() == 1 ? "the partition " : "the partitions ")
                + Listing.some(keys, SHOWN)
                + (keys.size() == 1 ? " is gone" : " are gone");
    }

    private static String ofDimensions(Partitions before, Partitions after) {
        List<String> names = before.dimensions().stream().map(Dimension::name).toList();
        List<String> namesNow = after.dimensions().stream().map(Dimension::name).toList();
        if (!names.equals(namesNow)) {
            return "its partitions have the dimensions " + String.join(", ", namesNow) + " instead of "
                    + String.join(", ", names);
        }
        List<String> reasons = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            String reason = breaks(
                    before.dimensions().get(index).partitions(),
                    after.dimensions().get(index).partitions());
            if (reason != null) {
                reasons.add("in the dimension " + names.get(index) + " " + reason);
            }
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private static boolean isBefore(String one, String other) {
        try {
            return OffsetDateTime.parse(one).isBefore(OffsetDateTime.parse(other));
        } catch (DateTimeException | NullPointerException e) {
            // Not as this plugin writes it: as texts they sort nearly the same.
            return one != null && other != null && one.compareTo(other) < 0;
        }
    }

    private static String words(String type) {
        return type.equals("time_window") ? "time windows" : type;
    }
}
