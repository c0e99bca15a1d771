package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.MaskedParts;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.OutputLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Python process that speaks the protocol: starts it, ends it with all that it has started, and reports how it ended. One
 * request at a time; {@link #close()} from any thread.
 */
final class PythonProcess implements AutoCloseable {
    private final LocalDagster.Settings settings;
    private final BridgeTimeouts timeouts;
    private final OutputLog log;
    private final Inbox inbox = new Inbox();
    private final LastLines lastLines = new LastLines();
    private final ChildProcess child;
    private final Conversation conversation;
    private volatile CrashReport ended;
    private volatile boolean closing;

    private PythonProcess(LocalDagster.Settings settings, BridgeTimeouts timeouts, Path interpreter, OutputLog log)
            throws IOException {
        this.settings = settings;
        this.timeouts = timeouts;
        this.log = log;
        this.child = ChildProcess.start(PythonCommand.of(settings, interpreter), fromProtocol(), fromOutput());
        this.conversation = new Conversation(child, inbox, timeouts, settings.secrets(), log);
        child.onShutdown(this::endInOrder);
    }

    static PythonProcess start(
            LocalDagster.Settings settings, BridgeTimeouts timeouts, Path interpreter, OutputLog log) {
        try {
            return new PythonProcess(settings, timeouts, interpreter, log);
        } catch (IOException e) {
            throw new PlatformException(
                    Problem.ofValue(
                            "python_not_started",
                            "Cannot start Python: " + e.getMessage(),
                            "interpreter",
                            interpreter.toString(),
                            "python",
                            List.of(),
                            "Name a Python interpreter with <python> or -Ddagster.python, or leave it out to have one provided"),
                    e);
        }
    }

    /** Waits for the first message and checks the version. */
    Incoming.Hello awaitHello(RunListener listener) {
        try {
            return conversation.awaitHello(listener);
        } catch (Conversation.BrokenOff e) {
            throw failure("bridge_not_ready", end(e.getMessage()), "before it was ready");
        }
    }

    /**
     * Sends a request and reads until it is answered, or until its time is up or the thread is interrupted: then cancels it,
     * waits for the answer to that and ends the process when there is none.
     *
     * @param cancelled told before the request is cancelled
     */
    Reply exchange(
            String operation,
            Object parameters,
            RunListener listener,
            Deadline deadline,
            Consumer<Cancellation> cancelled) {
        Cancellation cancellation = Cancellation.NONE;
        try {
            Reply reply = conversation.exchange(operation, parameters, listener, deadline, cancelled);
            cancellation = reply.cancellation();
            return reply;
        } catch (Conversation.BrokenOff e) {
            cancellation = e.cancellation();
            CrashReport report = end(e.getMessage());
            conversation.deliverStragglers(listener);
            return new Reply.Gone(report, cancellation);
        } catch (RuntimeException | Error e) {
            // The listener failed: an answer to this request must not be taken for one to the next.
            end("The build stopped listening to Python");
            throw e;
        } finally {
            if (cancellation == Cancellation.INTERRUPT) {
                // Only now: with the flag set nobody could have waited for Python.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where its output is kept. */
    OutputLog log() {
        return log;
    }

    /** Whether this side has told it to end. */
    boolean isClosing() {
        return closing;
    }

    /** The process cannot be used any more; how it ended. */
    Optional<CrashReport> ended() {
        if (ended == null && !child.isAlive()) {
            ended = report(cause());
        }
        return Optional.ofNullable(ended);
    }

    /** Cancels what is under way and asks the process to end; waits for it, but not for long. */
    void endInOrder() {
        closing = true;
        try {
            conversation.shutdown();
            child.await(timeouts.shutdown());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        endInOrder();
        child.endTree(Duration.ofSeconds(1));
        // A drain must neither wait for a reader that is not coming nor outlive the classes that it works with.
        inbox.stopReading();
        awaitOutput();
        log.close();
    }

    /** Ends the tree, after which there is a report; {@code cause} is null when the process has ended by itself. */
    private CrashReport end(String cause) {
        inbox.stopReading();
        String found = cause != null ? cause : cause();
        child.endTree(Duration.ZERO);
        awaitOutput();
        ended = report(found);
        return ended;
    }

    private void awaitOutput() {
        try {
            child.awaitOutput();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String cause() {
        try {
            return child.await(timeouts.shutdown())
                    .map(exit -> (closing ? "Python was ended: " : "Python ended with ") + exit.describe())
                    .orElse("Python has closed its side of the connection");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Python has closed its side of the connection";
        }
    }

    private CrashReport report(String cause) {
        return new CrashReport(cause, lastLines.all());
    }

    /** The process is of no use: an error that is not the user's. */
    PlatformException failure(String kind, CrashReport report, String whileWhat) {
        return new PlatformException(
                List.of(Problem.of(
                        kind, report.sentence(whileWhat), "See " + log.file() + " for all that Python printed")),
                report.text(),
                null);
    }

    private OutputLines fromProtocol() {
        return new OutputLines() {
            @Override
            public void line(String line) {
                inbox.add(Incoming.parse(line));
            }

            @Override
            public void end() {
                inbox.add(new Incoming.EndOfStream());
            }
        };
    }

    private OutputLines fromOutput() {
        FatalErrorDump dump = new FatalErrorDump();
        PrintedLines printed = new PrintedLines();
        MaskedParts parts = new MaskedParts(settings.secrets());
        return new OutputLines() {
            @Override
            public void line(String line) {
                take(parts.last(line));
            }

            @Override
            public void part(String part) {
                take(parts.part(part));
            }

            private void take(String received) {
                for (Output output : printed.of(received)) {
                    String masked = settings.secrets().mask(output.line());
                    log.line(masked);
                    lastLines.add(masked);
                    if (!dump.contains(output.line())) {
                        inbox.addOutput(new Output(output.runId(), output.step(), masked));
                    }
                }
            }
        };
    }
}
