package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.TimeLimit;
import java.time.Duration;

/** A moment until which to wait. */
final class Deadline {
    private static final Duration NEVER = Duration.ofDays(365);

    private final long end;

    private Deadline(Duration patience) {
        end = System.nanoTime() + patience.toNanos();
    }

    /** So long from now; null for never. */
    static Deadline after(Duration patience) {
        return new Deadline(patience == null || patience.compareTo(NEVER) > 0 ? NEVER : patience);
    }

    /** When the time of an operation is up. */
    static Deadline of(TimeLimit limit) {
        return after(limit.left());
    }

    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    boolean hasPassed() {
        return nanosLeft() == 0;
    }

    Deadline orSooner(Deadline other) {
        return other.end - end < 0 ? other : this;
    }
}
