package io.github.dagstermaven.dagster;

import java.time.Duration;

/**
 * How long an operation may take, counted from when it was made. Given to each request of the operation, so that all of them
 * together have that time.
 */
public final class TimeLimit {
    private static final TimeLimit NONE = new TimeLimit(null);

    private final Duration granted;
    private final long start = System.nanoTime();

    private TimeLimit(Duration granted) {
        this.granted = granted;
    }

    /** As long as it takes. */
    public static TimeLimit none() {
        return NONE;
    }

    /**
     * So long from now.
     *
     * @param granted the time; null for as long as it takes
     */
    public static TimeLimit of(Duration granted) {
        return granted == null ? NONE : new TimeLimit(granted);
    }

    /** What is left of the time, zero when it is up; null for as long as it takes. */
    public Duration left() {
        if (granted == null) {
            return null;
        }
        Duration left = granted.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The whole time, as a user would write it: {@code 90 s}, {@code 30 min}. */
    @Override
    public String toString() {
        return granted == null ? "no limit" : words(granted);
    }

    /** A duration as a user would write it: {@code 500 ms}, {@code 90 s}, {@code 30 min}. */
    public static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + " ms";
        }
        long seconds = duration.toSeconds();
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
