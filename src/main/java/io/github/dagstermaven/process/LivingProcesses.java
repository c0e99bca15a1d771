package io.github.dagstermaven.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All children that are alive, and the one shutdown hook that ends them when the JVM is told to go (Ctrl-C, SIGTERM). The
 * hook exists only while there are children: a Maven daemon that outlives its builds keeps neither it nor our class loader.
 */
final class LivingProcesses {
    /** How long an orderly end of all of them together may hold up the end of the JVM. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final LivingProcesses ALL = new LivingProcesses();

    private final Set<ChildProcess> living = new LinkedHashSet<>();
    private Thread hook;
    private boolean ending;

    private LivingProcesses() {}

    static LivingProcesses all() {
        return ALL;
    }

    synchronized void add(ChildProcess process) {
        if (ending) {
            // Started by a thread that has not noticed that the JVM ends; the hook has already taken its list.
            process.endTree(Duration.ZERO);
            return;
        }
        living.add(process);
        if (hook == null) {
            hook = new Thread(this::endAll, "dagster-end-processes");
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                ending = true;
                process.endTree(Duration.ZERO);
            }
        }
    }

    synchronized void remove(ChildProcess process) {
        living.remove(process);
        if (living.isEmpty() && hook != null && !ending) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is ending: the hook runs and finds nothing to do.
            }
            hook = null;
        }
    }

    synchronized int count() {
        return living.size();
    }

    synchronized boolean isHooked() {
        return hook != null;
    }

    private void endAll() {
        List<ChildProcess> processes;
        synchronized (this) {
            ending = true;
            processes = new ArrayList<>(living);
        }
        List<Thread> orderly = new ArrayList<>();
        for (ChildProcess process : processes) {
            Thread thread = new Thread(process::endInOrder, "dagster-end-" + process.pid());
            thread.setDaemon(true);
            thread.start();
            orderly.add(thread);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : orderly) {
                thread.join(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        processes.forEach(process -> process.endTree(Duration.ZERO));
    }
}
