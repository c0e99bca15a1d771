package io.github.dagstermaven.process;

import java.util.function.Supplier;

/**
 * Work that the JVM does not end in the middle of: when it is told to go (Ctrl-C, SIGTERM), the thread that does the work is
 * interrupted, the processes that it waits for are ended, and it gets a while to write down what has come of it.
 */
public final class AwaitedWork {
    private final Thread thread;

    private AwaitedWork(Thread thread) {
        this.thread = thread;
    }

    /**
     * Does work in this thread. When the JVM is ending already, the thread is interrupted before it begins.
     *
     * @param work what to do
     * @return what it has come to
     */
    public static <T> T carryOut(Supplier<T> work) {
        AwaitedWork awaited = new AwaitedWork(Thread.currentThread());
        LivingProcesses.all().begin(awaited);
        try {
            return work.get();
        } finally {
            LivingProcesses.all().finish(awaited);
        }
    }

    void interrupt() {
        thread.interrupt();
    }
}
