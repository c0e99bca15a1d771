package io.github.dagstermaven.bridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a process has printed, for reports. */
final class LastLines {
    private static final int MOST = 40;

    private final Deque<String> lines = new ArrayDeque<>();

    /** The next line, masked. */
    synchronized void add(String line) {
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }
}
