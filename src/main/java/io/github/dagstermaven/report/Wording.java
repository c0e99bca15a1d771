package io.github.dagstermaven.report;

import java.util.Locale;

/** How numbers and durations are written in the build log. */
final class Wording {
    private static final int MOST_LINES = 20;

    private Wording() {}

    /** Whether that many things of a kind can have a line each and still be read. */
    static boolean fitALineEach(int number) {
        return number <= MOST_LINES;
    }

    /** About so long, with what a person needs of it: {@code 20 s}, {@code 12 min}, {@code 1 h 05 min}. */
    static String roughly(double seconds) {
        long whole = Math.max(1, Math.round(seconds));
        if (whole < 100) {
            return whole + " s";
        }
        long minutes = Math.round(whole / 60.0);
        return minutes < 100
                ? minutes + " min"
                : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }

    /** How many in a time that makes the number a readable one: {@code 12.3 a second}, {@code 4.0 a minute}. */
    static String rate(double perSecond) {
        if (perSecond >= 1) {
            return String.format(Locale.ROOT, "%.1f a second", perSecond);
        }
        double perMinute = perSecond * 60;
        return perMinute >= 1
                ? String.format(Locale.ROOT, "%.1f a minute", perMinute)
                : String.format(Locale.ROOT, "%.1f an hour", perMinute * 60);
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
