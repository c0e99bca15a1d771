package io.github.dagstermaven.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process that this one has started. Both of its pipes are always drained; it and whatever it starts end at the latest with this
 * JVM, and before that when it is closed, which it must be also after it has ended by itself.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int TEXT_LINE = 8 * 1024;
    private static final int TEXT_KEPT = 4 * 1024 * 1024;
    /** A protocol may have long lines; one beyond this is no line of a protocol. */
    private static final int PROTOCOL_LINE = 256 * 1024 * 1024;

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Command command;
    private final Process process;
    private final ProcessTree tree;
    private final LineDrain outputLines;
    private final Thread stdoutDrain;
    private final LineDrain errorLines;
    private final Thread stderrDrain;
    private volatile Runnable orderlyEnd = () -> {};

    private ChildProcess(Command command, Redirect input, OutputLines stdout, OutputLines stderr) throws IOException {
        this.command = command;
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .redirectInput(input)
                .directory(
                        command.directory() == null ? null : command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        builder.environment().put(ProcessTree.MARK_VARIABLE, mark);
        process = builder.start();
        tree = new ProcessTree(process.toHandle(), mark);
        outputLines = new LineDrain(process.getInputStream(), PROTOCOL_LINE, stdout);
        stdoutDrain = outputLines.start("dagster-stdout-" + process.pid());
        errorLines = new LineDrain(process.getErrorStream(), TEXT_LINE, stderr);
        stderrDrain = errorLines.start("dagster-stderr-" + process.pid());
    }

    /**
     * Starts a process.
     *
     * @param command what to start
     * @param stdout told of each line of standard output; never split
     * @param stderr told of each line of standard error; very long ones are split
     * @throws IOException the program could not be started
     */
    public static ChildProcess start(Command command, OutputLines stdout, OutputLines stderr) throws IOException {
        return started(command, Redirect.PIPE, stdout, stderr);
    }

    /**
     * Starts a process that somebody looks at.
     *
     * @param command what to start
     * @param input whether it reads this process's standard input; else there is nothing to read
     * @param stdout told of each line of standard output
     * @param stderr told of each line of standard error
     * @throws IOException the program could not be started
     */
    public static ChildProcess startInForeground(Command command, boolean input, OutputLines stdout, OutputLines stderr)
            throws IOException {
        ChildProcess child = started(command, input ? Redirect.INHERIT : Redirect.PIPE, stdout, stderr);
        child.stdin().close();
        return child;
    }

    private static ChildProcess started(Command command, Redirect input, OutputLines stdout, OutputLines stderr)
            throws IOException {
        ChildProcess child = new ChildProcess(command, input, stdout, stderr);
        LivingProcesses.all().add(child);
        return child;
    }

    /**
     * Runs a short command to its end, with an empty standard input.
     *
     * @param command what to run
     * @param timeout after which it is ended; null for no limit
     * @param stderr told of each line of standard error as it comes
     * @throws IOException the program could not be started, or this thread was interrupted (the flag stays set)
     */
    public static CommandResult run(Command command, Duration timeout, OutputLines stderr) throws IOException {
        BoundedText out = new BoundedText(Integer.MAX_VALUE);
        BoundedText error = new BoundedText(TEXT_KEPT);
        OutputLines keepAndPassOn = line -> {
            error.add(line);
            stderr.line(line);
        };
        try (ChildProcess child = start(command, out::add, keepAndPassOn)) {
            child.stdin().close();
            Optional<Exit> exit = child.await(timeout);
            child.endTree(exit.isPresent() ? Duration.ZERO : GRACE);
            child.awaitOutput();
            return new CommandResult(
                    exit.orElseGet(() -> new Exit(child.process.isAlive() ? -1 : child.process.exitValue())),
                    out.text(),
                    error.text(),
                    exit.isEmpty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while running " + command);
        }
    }

    /** Its standard input, not buffered by us: flush after writing. */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for its end.
     *
     * @param timeout how long; null for no limit
     * @return how it ended; empty when it has not
     */
    public Optional<Exit> await(Duration timeout) throws InterruptedException {
        if (timeout == null) {
            return Optional.of(new Exit(process.waitFor()));
        }
        boolean ended = process.waitFor(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
        return ended ? Optional.of(new Exit(process.exitValue())) : Optional.empty();
    }

    /** Waits a moment until all that was written before its end has been handed over. */
    public void awaitOutput() throws InterruptedException {
        // Bounded: a grandchild that escaped may hold the pipes open for ever.
        long deadline = System.nanoTime() + DRAIN.toNanos();
        for (Thread drain : List.of(stdoutDrain, stderrDrain)) {
            drain.join(
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
    }

    /** Hands over what standard error holds of a line that has no end yet: its writer has stopped for now. */
    public void handOverPartialLine() {
        errorLines.handOverPartial();
    }

    /** Hands over lines that have no end and that nothing was added to since the last call: whoever wrote them waits. */
    public void handOverQuestions() {
        outputLines.handOverIdle();
        errorLines.handOverIdle();
    }

    /** What to try first when the JVM is told to end while this process lives; it is given a few seconds. */
    public void onShutdown(Runnable orderly) {
        orderlyEnd = orderly;
    }

    /**
     * Ends the process and everything that it has started, orphans included.
     *
     * @param grace how long they may take to end when asked to; zero to end them by force at once
     */
    public void endTree(Duration grace) {
        tree.end(grace);
        LivingProcesses.all().remove(this);
    }

    /** Ends the tree with a short grace. */
    @Override
    public void close() {
        endTree(process.isAlive() ? GRACE : Duration.ZERO);
    }

    /** The command line. */
    @Override
    public String toString() {
        return command.toString();
    }

    void endInOrder() {
        orderlyEnd.run();
    }

    /** Lines as one text; beyond its limit the newest half is kept. */
    private static final class BoundedText {
        private final int limit;
        private final StringBuilder text = new StringBuilder();

        BoundedText(int limit) {
            this.limit = limit;
        }

        synchronized void add(String line) {
            text.append(line).append('\n');
            if (text.length() > limit) {
                text.delete(0, text.length() - limit / 2).insert(0, "[…]\n");
            }
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
