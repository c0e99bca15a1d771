package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was skipped, a line for each reason: partitions that lack the same thing share a line. */
final class SkippedLines {
    private static final int NAMES_SHOWN = 10;
    private static final int REASONS_SHOWN = 20;

    private final Map<String, List<String>> byReason = new LinkedHashMap<>();

    /** Something skipped; the partition is null when it has none. */
    void add(String label, String partition, String reason) {
        // The reason may name the same partition of what is upstream, which is another reason for each of them.
        String shared = partition == null ? reason : reason.replace("[" + partition + "]", "");
        byReason.computeIfAbsent(shared, unknown -> new ArrayList<>()).add(label);
    }

    /** The lines, each after that word. */
    List<String> lines(String word) {
        List<String> lines = new ArrayList<>();
        byReason.entrySet().stream()
                .limit(REASONS_SHOWN)
                .forEach(entry ->
                        lines.add(word + " " + Listing.some(entry.getValue(), NAMES_SHOWN) + ": " + entry.getKey()));
        int rest = byReason.size() - REASONS_SHOWN;
        if (rest > 0) {
            int more = byReason.values().stream()
                    .skip(REASONS_SHOWN)
                    .mapToInt(List::size)
                    .sum();
            lines.add(word + " " + more + " more, for " + Listing.count(rest, "other reason"));
        }
        return lines;
    }
}
