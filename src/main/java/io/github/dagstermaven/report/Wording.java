package io.github.dagstermaven.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How numbers, durations and lists are written in the build log. */
final class Wording {
    private Wording() {}

    /** {@code 1 asset}, {@code 3 assets}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The first of many, and how many more there are. */
    static String some(List<String> names, int most) {
        String shown = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() <= most ? shown : shown + ", … and " + (names.size() - most) + " more";
    }

    /** As in Maven's reactor summary: {@code 0.031 s}, {@code 01:12 min}, {@code 01:02 h}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole >= 3600) {
            return String.format(Locale.ROOT, "%02d:%02d h", whole / 3600, whole % 3600 / 60);
        }
        if (seconds >= 59.9995) {
            return String.format(Locale.ROOT, "%02d:%02d min", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%.3f s", seconds);
    }
}
