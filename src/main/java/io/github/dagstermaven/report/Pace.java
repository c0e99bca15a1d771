package io.github.dagstermaven.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast things get done: what the last minute says, since the first ones wait for processes to start. */
final class Pace {
    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final long BETWEEN_SAMPLES = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long at, int done) {}

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many get done in a second, now that so many are; empty while that cannot be told. */
    OptionalDouble perSecond(int done) {
        long now = nanoTime.getAsLong();
        while (samples.size() > 1 && now - samples.peekFirst().at() > WINDOW) {
            samples.removeFirst();
        }
        if (samples.isEmpty() || now - samples.peekLast().at() >= BETWEEN_SAMPLES) {
            samples.addLast(new Sample(now, done));
        }
        Sample first = samples.peekFirst();
        double seconds = (now - first.at()) / 1e9;
        return seconds < 1 || done <= first.done()
                ? OptionalDouble.empty()
                : OptionalDouble.of((done - first.done()) / seconds);
    }
}
