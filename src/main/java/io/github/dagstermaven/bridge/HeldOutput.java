package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What is printed while nobody listens, kept until somebody does; of very much only the end. */
final class HeldOutput implements RunListener {
    private static final int MOST_LINES = 1_000;

    private final Deque<RunEvent.Output> lines = new ArrayDeque<>();

    @Override
    public synchronized void on(RunEvent event) {
        if (event instanceof RunEvent.Output output) {
            if (lines.size() == MOST_LINES) {
                lines.removeFirst();
            }
            lines.addLast(output);
        }
    }

    /** Hands over what is held. */
    void deliverTo(RunListener listener) {
        List<RunEvent.Output> held;
        synchronized (this) {
            held = new ArrayList<>(lines);
            lines.clear();
        }
        held.forEach(listener::on);
    }
}
