package io.github.dagstermaven.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All children that are alive, the work that depends on them, and the one shutdown hook that ends both when the JVM is told to
 * go (Ctrl-C, SIGTERM). The hook exists only while there is something to end: a Maven daemon that outlives its builds keeps
 * neither it nor our class loader.
 */
final class LivingProcesses {
    /** How long an orderly end of all of them together may hold up the end of the JVM. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long the work may hold it up after that: to record what was left open, and to write reports. */
    private static final Duration PATIENCE_WITH_WORK = Duration.ofSeconds(20);

    private static final LivingProcesses ALL = new LivingProcesses();

    private final Set<ChildProcess> living = new LinkedHashSet<>();
    private final Set<AwaitedWork> awaited = new LinkedHashSet<>();
    private Thread hook;
    private Stage stage = Stage.RUNNING;

    /** How near the end of the JVM is; {@code FINISHING}: work is awaited, and may start a process that it needs for its end. */
    private enum Stage {
        RUNNING,
        FINISHING,
        ENDED
    }

    private LivingProcesses() {}

    static LivingProcesses all() {
        return ALL;
    }

    synchronized void add(ChildProcess process) {
        boolean welcome = stage == Stage.RUNNING ? hook() : stage == Stage.FINISHING && !awaited.isEmpty();
        if (welcome) {
            living.add(process);
        } else {
            // Started by a thread that has not noticed that the JVM ends.
            process.endTree(Duration.ZERO);
        }
    }

    synchronized void remove(ChildProcess process) {
        living.remove(process);
        unhookWhenIdle();
    }

    synchronized void begin(AwaitedWork work) {
        awaited.add(work);
        if (stage != Stage.RUNNING || !hook()) {
            work.interrupt();
        }
    }

    synchronized void finish(AwaitedWork work) {
        awaited.remove(work);
        notifyAll();
        unhookWhenIdle();
    }

    synchronized int count() {
        return living.size();
    }

    synchronized boolean isHooked() {
        return hook != null;
    }

    /** Sees to it that there is a hook; false when it is too late for one. */
    private boolean hook() {
        if (hook != null) {
            return true;
        }
        Thread created = new Thread(this::endAll, "dagster-end-processes");
        try {
            Runtime.getRuntime().addShutdownHook(created);
        } catch (IllegalStateException e) {
            stage = Stage.ENDED;
            return false;
        }
        hook = created;
        return true;
    }

    private void unhookWhenIdle() {
        if (living.isEmpty() && awaited.isEmpty() && hook != null && stage == Stage.RUNNING) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is ending: the hook runs and finds nothing to do.
            }
            hook = null;
        }
    }

    private void endAll() {
        List<ChildProcess> processes;
        synchronized (this) {
            stage = Stage.FINISHING;
            processes = new ArrayList<>(living);
            awaited.forEach(AwaitedWork::interrupt);
        }
        try {
            endInOrder(processes);
            // Whatever its process does: without it, the work comes to its end.
            processes.forEach(process -> process.endTree(Duration.ZERO));
            awaitWork();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            stage = Stage.ENDED;
            processes = new ArrayList<>(living);
        }
        processes.forEach(process -> process.endTree(Duration.ZERO));
    }

    private static void endInOrder(List<ChildProcess> processes) throws InterruptedException {
        List<Thread> orderly = new ArrayList<>();
        for (ChildProcess process : processes) {
            Thread thread = new Thread(process::endInOrder, "dagster-end-" + process.pid());
            thread.setDaemon(true);
            thread.start();
            orderly.add(thread);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : orderly) {
            thread.join(
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
    }

    private synchronized void awaitWork() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_WITH_WORK.toNanos();
        while (!awaited.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
    }
}
