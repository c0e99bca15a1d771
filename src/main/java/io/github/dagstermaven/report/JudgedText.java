package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunEvent.Judged;
import io.github.dagstermaven.dagster.RunEvent.Stale;
import io.github.dagstermaven.dagster.RunEvent.UpToDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is stale and why, one line for each asset and reason, and what is up to date. */
final class JudgedText {
    private static final int NAMES_SHOWN = 10;
    private static final int PARTITIONS_SHOWN = 3;

    private JudgedText() {}

    static List<String> lines(Judged judged) {
        List<String> lines = new ArrayList<>();
        List<String> upToDate =
                judged.upToDate().stream().map(JudgedText::label).toList();
        if (judged.stale().isEmpty()) {
            if (!upToDate.isEmpty()) {
                lines.add("Nothing to run in " + judged.location() + ", everything is up to date: "
                        + Listing.some(upToDate, NAMES_SHOWN));
            }
            return lines;
        }
        record Kind(String asset, String reason) {}
        Map<Kind, List<String>> kinds = judged.stale().stream()
                .collect(Collectors.groupingBy(
                        one -> new Kind(one.asset(), one.reason()),
                        LinkedHashMap::new,
                        Collectors.mapping(JudgedText::label, Collectors.toList())));
        kinds.forEach(
                (kind, labels) -> lines.add("Stale " + Listing.some(labels, PARTITIONS_SHOWN) + ": " + kind.reason()));
        if (!upToDate.isEmpty()) {
            lines.add("Up to date: " + Listing.some(upToDate, NAMES_SHOWN));
        }
        return lines;
    }

    private static String label(Stale one) {
        return label(one.asset(), one.partition());
    }

    private static String label(UpToDate one) {
        return label(one.asset(), one.partition());
    }

    private static String label(String asset, String partition) {
        return partition == null ? asset : asset + "[" + partition + "]";
    }
}
