package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.RunEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What has come from Python and has not been looked at, in order of arrival. Output is bounded: while a call reads, the
 * writer waits; between calls the oldest lines go, since nobody would ever make room.
 */
final class Inbox {
    private static final long OUTPUT_LIMIT = 4L * 1024 * 1024;

    private final Deque<Incoming> queue = new ArrayDeque<>();
    private long outputSize;
    private boolean reading;

    synchronized void add(Incoming incoming) {
        queue.addLast(incoming);
        notifyAll();
    }

    synchronized void addOutput(RunEvent.Output printed) {
        try {
            while (reading && outputSize > OUTPUT_LIMIT) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (outputSize > OUTPUT_LIMIT) {
            dropOldestOutput();
        }
        outputSize += printed.line().length();
        queue.addLast(new Incoming.Output(printed));
        notifyAll();
    }

    /** A call begins to read. */
    synchronized void startReading() {
        reading = true;
    }

    /** Nobody reads any more. */
    synchronized void stopReading() {
        reading = false;
        notifyAll();
    }

    /** Waits until nobody reads. */
    synchronized boolean awaitIdle(Deadline deadline) throws InterruptedException {
        while (reading && !deadline.hasPassed()) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline.nanosLeft());
        }
        return !reading;
    }

    /** The next message; empty when there is none until the deadline. */
    synchronized Optional<Incoming> next(Deadline deadline) throws InterruptedException {
        while (queue.isEmpty() && !deadline.hasPassed()) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline.nanosLeft());
        }
        Incoming first = queue.pollFirst();
        if (first instanceof Incoming.Output output) {
            outputSize -= output.printed().line().length();
            notifyAll();
        }
        return Optional.ofNullable(first);
    }

    private void dropOldestOutput() {
        for (Iterator<Incoming> all = queue.iterator(); all.hasNext() && outputSize > OUTPUT_LIMIT; ) {
            if (all.next() instanceof Incoming.Output output) {
                outputSize -= output.printed().line().length();
                all.remove();
            }
        }
    }
}
