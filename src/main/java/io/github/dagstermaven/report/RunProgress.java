package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How far many runs have come, how fast they are and how long the rest is going to take: one line that is redrawn for a person
 * who looks on, and a line now and then where nobody does.
 */
final class RunProgress {
    private static final long BETWEEN_DRAWINGS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORTEST_SILENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_SILENCE = TimeUnit.MINUTES.toNanos(1);
    private static final int NAMES_SHOWN = 3;

    private final Console console;
    private final LongSupplier nanoTime;
    private final Pace pace;
    private long start;
    private long due;
    private boolean started;

    RunProgress(Console console, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
        this.pace = new Pace(nanoTime);
    }

    /** Tells it, if it is time to. */
    void show(int done, int total, int failed, List<String> running) {
        OptionalDouble perSecond = pace.perSecond(done);
        long now = nanoTime.getAsLong();
        if (!started) {
            // Not before: Python may have taken long until there was a plan.
            started = true;
            start = now;
            due = console.interactive() ? now : now + SHORTEST_SILENCE;
        }
        if (now - due < 0) {
            return;
        }
        StringBuilder text = new StringBuilder();
        perSecond.ifPresent(rate -> text.append(", ")
                .append(Wording.rate(rate))
                .append(", about ")
                .append(Wording.roughly((total - done) / rate))
                .append(" left"));
        if (failed > 0) {
            text.append(", ").append(console.failure(failed + " failed"));
        }
        if (console.interactive()) {
            String names = running.isEmpty() ? "" : ": " + Listing.some(running, NAMES_SHOWN);
            console.progress("[" + done + "/" + total + "]" + text.substring(text.isEmpty() ? 0 : 1) + names);
            due = now + BETWEEN_DRAWINGS;
        } else if (done < total) {
            console.info(done + " of " + total + " runs done" + text);
            // Who reads a log afterwards wants fewer lines of a long build, not more.
            due = now + Math.max(SHORTEST_SILENCE, Math.min(LONGEST_SILENCE, (now - start) / 10));
        }
    }
}
