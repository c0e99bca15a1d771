package io.github.dagstermaven.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A run that is under way, as the build log knows it. There may be several at a time. */
final class OpenRun {
    private static final int LAST_LINES = 10;

    private final String id;
    private final String partition;
    private final Set<String> running = new LinkedHashSet<>();
    private final Set<String> told = new HashSet<>();
    private final Deque<String> printed = new ArrayDeque<>();
    private boolean failed;

    /** A run of a partition; null when unpartitioned. */
    OpenRun(String id, String partition) {
        this.id = id;
        this.partition = partition;
    }

    String id() {
        return id;
    }

    /** Whether that is what it is a run of, and not one of several partitions of it. */
    boolean isOf(String label) {
        return partition != null && partition.equals(label);
    }

    /** A name as it is told from the same of another partition: {@code a/b[2024-01-01]}. */
    String label(String name) {
        return partition == null ? name : name + "[" + partition + "]";
    }

    /** The steps that are under way. */
    List<String> running() {
        return running.stream().map(this::label).toList();
    }

    boolean isRunning(String step) {
        return running.contains(step);
    }

    void begin(String step) {
        running.add(step);
    }

    void end(String step) {
        running.remove(step);
    }

    /** Whether something of that name has not been told yet; from now on it has. */
    boolean tells(String name) {
        return told.add(name);
    }

    /** Something of it did not end well. */
    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Keeps a line that it has printed, for who wants to know what went before a failure. */
    void print(String line) {
        if (printed.size() == LAST_LINES) {
            printed.removeFirst();
        }
        printed.addLast(line);
    }

    /** The last lines that it has printed. */
    List<String> lastPrinted() {
        return List.copyOf(printed);
    }
}
