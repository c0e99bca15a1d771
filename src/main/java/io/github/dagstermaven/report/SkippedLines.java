package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was skipped, a line for each reason: partitions that lack the same thing, or one each of the same asset, share a line. */
final class SkippedLines {
    private static final int NAMES_SHOWN = 10;
    private static final int REASONS_SHOWN = 20;
    private static final String EXAMPLE = ", for example ";

    /** Partitions of what is upstream that reasons name: one alone, or an example of several. */
    private static final Pattern UPSTREAM =
            Pattern.compile("(its upstream partition )(?<key>.+?) (of .+)|(.+)" + EXAMPLE + "(?<example>.+)");

    private final Map<String, Reason> reasons = new LinkedHashMap<>();

    /** Something skipped; the partition is null when it has none. */
    void add(String label, String partition, String reason) {
        // The reason may name the same partition of what is upstream, which is another reason for each of them.
        String alike = partition == null ? reason : reason.replace("[" + partition + "]", "");
        reasons.computeIfAbsent(UPSTREAM.matcher(alike).replaceFirst("$1$3$4"), common -> new Reason(common, alike))
                .add(label, alike);
    }

    /** The lines, each after that word. */
    List<String> lines(String word) {
        List<String> lines = new ArrayList<>();
        reasons.values().stream()
                .limit(REASONS_SHOWN)
                .forEach(reason ->
                        lines.add(word + " " + Listing.some(reason.labels, NAMES_SHOWN) + ": " + reason.text()));
        int rest = reasons.size() - REASONS_SHOWN;
        if (rest > 0) {
            int more = reasons.values().stream()
                    .skip(REASONS_SHOWN)
                    .mapToInt(reason -> reason.labels.size())
                    .sum();
            lines.add(word + " " + more + " more, for " + Listing.count(rest, "other reason"));
        }
        return lines;
    }

    /** Why some things were skipped: in the very words of the first while all have the same, else what they have in common. */
    private static final class Reason {
        private final List<String> labels = new ArrayList<>();
        private final String common;
        private final String first;
        private boolean isTheSame = true;

        Reason(String common, String first) {
            this.common = common;
            this.first = first;
        }

        void add(String label, String reason) {
            labels.add(label);
            isTheSame &= reason.equals(first);
        }

        String text() {
            return isTheSame ? first : common + EXAMPLE + example();
        }

        private String example() {
            Matcher upstream = UPSTREAM.matcher(first);
            return !upstream.matches()
                    ? first
                    : upstream.group("key") == null ? upstream.group("example") : upstream.group("key");
        }
    }
}
