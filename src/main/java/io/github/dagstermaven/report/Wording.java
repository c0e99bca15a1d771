package io.github.dagstermaven.report;

import java.util.Locale;

/** How durations are written in the build log. */
final class Wording {
    private Wording() {}

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
