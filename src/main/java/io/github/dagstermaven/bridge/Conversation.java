package io.github.dagstermaven.bridge;

import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The messages to and from a Python process: sends requests and reads until each is answered. One request at a time;
 * cancelled from any thread. Never ends the process: says that and why it has to be.
 */
final class Conversation {
    static final int PROTOCOL_VERSION = 1;

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** How long to wait for output that was written before an answer but is still on its way in the other pipe. */
    private static final Duration STRAGGLERS = Duration.ofMillis(10);

    private final ChildProcess child;
    private final Inbox inbox;
    private final BridgeTimeouts timeouts;
    private final Secrets secrets;
    private final OutputLog log;
    private long lastId;
    /** The request under way; 0 when there is none. */
    private volatile long currentId;

    /** There can be no more messages; its message is null when the process has ended by itself. */
    static final class BrokenOff extends Exception {
        private static final long serialVersionUID = 1L;

        private final Cancellation cancellation;

        private BrokenOff(String cause, Cancellation cancellation) {
            super(cause);
            this.cancellation = cancellation;
        }

        Cancellation cancellation() {
            return cancellation;
        }
    }

    Conversation(ChildProcess child, Inbox inbox, BridgeTimeouts timeouts, Secrets secrets, OutputLog log) {
        this.child = child;
        this.inbox = inbox;
        this.timeouts = timeouts;
        this.secrets = secrets;
        this.log = log;
    }

    /** Waits for the first message and checks the version. */
    Incoming.Hello awaitHello(RunListener listener) throws BrokenOff {
        Deadline deadline = Deadline.after(timeouts.hello());
        inbox.startReading();
        try {
            while (true) {
                Optional<Incoming> next = next(listener, deadline);
                if (next.isEmpty()) {
                    throw brokenOff("Python did not answer within " + TimeLimit.words(timeouts.hello()));
                }
                Incoming message = next.get();
                if (message instanceof Incoming.Text text) {
                    // What runs before the bridge can make the channel its own: a .pth file that prints.
                    String line = secrets.mask(text.line());
                    log.line(line);
                    listener.on(new RunEvent.Output(line));
                } else if (message instanceof Incoming.Hello hello && hello.protocol() == PROTOCOL_VERSION) {
                    return hello;
                } else if (message instanceof Incoming.Hello hello) {
                    throw brokenOff("Python speaks version " + hello.protocol()
                            + " of the protocol, this plugin version " + PROTOCOL_VERSION);
                } else {
                    throw unexpected(message);
                }
            }
        } catch (InterruptedException e) {
            throw new BrokenOff("Interrupted", Cancellation.INTERRUPT);
        } finally {
            inbox.stopReading();
        }
    }

    /**
     * Sends a request and reads until it is answered. When its time is up or the thread is interrupted, cancels it and
     * gives the answer to that its time.
     *
     * @param cancelled told before the request is cancelled
     */
    Reply exchange(
            String operation,
            Object parameters,
            RunListener listener,
            Deadline deadline,
            Consumer<Cancellation> cancelled)
            throws BrokenOff {
        long id = send(operation, parameters);
        Cancellation cancellation = Cancellation.NONE;
        try {
            Optional<Incoming> answer = Optional.empty();
            try {
                answer = answerTo(id, listener, deadline);
                cancellation = answer.isEmpty() ? Cancellation.TIMEOUT : cancellation;
            } catch (InterruptedException e) {
                cancellation = Cancellation.INTERRUPT;
            }
            if (answer.isEmpty()) {
                cancelled.accept(cancellation);
                cancel();
                answer = answerTo(id, listener, Deadline.after(timeouts.cancel()));
            }
            if (answer.isEmpty()) {
                throw brokenOff("Python had to be ended");
            }
            deliverStragglers(listener);
            if (answer.get() instanceof Incoming.Refusal refusal) {
                keepTrace(refusal.error().trace());
                return new Reply.Refused(refusal.error(), cancellation);
            }
            return new Reply.Answered(((Incoming.Result) answer.get()).result(), cancellation);
        } catch (InterruptedException e) {
            throw new BrokenOff("Interrupted", Cancellation.INTERRUPT);
        } catch (BrokenOff e) {
            throw new BrokenOff(e.getMessage(), cancellation);
        } finally {
            currentId = 0;
            inbox.stopReading();
        }
    }

    /** Cancels the request under way; does nothing when there is none. */
    void cancel() {
        long id = currentId;
        if (id != 0) {
            JsonObject message = new JsonObject();
            message.addProperty("cancel", id);
            write(message);
        }
    }

    /** Asks the process to end, once nobody reads any more or the time for that is up. */
    void shutdown() throws InterruptedException {
        cancel();
        inbox.awaitIdle(Deadline.after(timeouts.shutdown()));
        JsonObject message = new JsonObject();
        message.addProperty("shutdown", true);
        write(message);
    }

    /** Passes on what was printed before the last message and has come after it. */
    void deliverStragglers(RunListener listener) {
        try {
            deliverOutput(listener, STRAGGLERS);
            // User code need not end its last line.
            child.handOverPartialLine();
            deliverOutput(listener, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverOutput(RunListener listener, Duration patience) throws InterruptedException {
        Optional<Incoming> next = inbox.next(Deadline.after(patience));
        while (next.orElse(null) instanceof Incoming.Output output) {
            listener.on(output.printed());
            next = inbox.next(Deadline.after(patience));
        }
        // Anything else is for the next request to stumble over.
        next.ifPresent(inbox::add);
    }

    /** The good or bad end of a request; empty when there is none until the deadline. */
    private Optional<Incoming> answerTo(long id, RunListener listener, Deadline deadline)
            throws InterruptedException, BrokenOff {
        while (true) {
            Optional<Incoming> next = next(listener, deadline);
            if (next.isEmpty()) {
                return next;
            }
            Incoming message = next.get();
            if (message instanceof Incoming.Event event && event.id() == id) {
                if (event.event() instanceof RunEvent.Output output) {
                    // Of a worker process: what Python itself prints comes in the other pipe, and is written down
                    // there.
                    log.line(output.line());
                }
                listener.on(event.event());
            } else if (message instanceof Incoming.Result result && result.id() == id
                    || message instanceof Incoming.Refusal refusal && refusal.id() == id) {
                return next;
            } else {
                throw unexpected(message);
            }
        }
    }

    /** The next message other than output, which is passed on; meanwhile tells about once a second that it waits. */
    private Optional<Incoming> next(RunListener listener, Deadline deadline) throws InterruptedException {
        Deadline beat = Deadline.after(HEARTBEAT);
        while (true) {
            Optional<Incoming> next = inbox.next(deadline.orSooner(beat));
            if (next.orElse(null) instanceof Incoming.Output output) {
                listener.on(output.printed());
            } else if (next.isPresent() || deadline.hasPassed()) {
                return next;
            }
            if (beat.hasPassed()) {
                listener.on(new RunEvent.Waiting());
                beat = Deadline.after(HEARTBEAT);
            }
        }
    }

    private long send(String operation, Object parameters) {
        long id = ++lastId;
        JsonObject request = new JsonObject();
        request.addProperty("id", id);
        request.addProperty("operation", operation);
        request.add("parameters", ProtocolJson.tree(parameters));
        inbox.startReading();
        write(request);
        currentId = id;
        return id;
    }

    private void write(JsonObject message) {
        byte[] line = ProtocolJson.line(message).getBytes(StandardCharsets.UTF_8);
        synchronized (child) {
            try {
                child.stdin().write(line);
                child.stdin().flush();
            } catch (IOException e) {
                // The process has gone: whoever waits for its answer is told so by the end of the other stream.
            }
        }
    }

    private BrokenOff unexpected(Incoming message) {
        if (message instanceof Incoming.EndOfStream) {
            return brokenOff(null);
        }
        if (message instanceof Incoming.Nonsense nonsense) {
            return noMessage(nonsense.line(), nonsense.reason());
        }
        if (message instanceof Incoming.Text text) {
            return noMessage(text.line(), text.reason());
        }
        String line = secrets.mask(message.toString());
        return brokenOff("Python sent a message that answers no request: " + CrashReport.shortened(line));
    }

    private BrokenOff noMessage(String received, String reason) {
        String line = secrets.mask(received);
        log.line("Not a message of the protocol: " + line);
        return brokenOff("Python sent something that is no message of the protocol (" + CrashReport.shortened(reason)
                + "): " + CrashReport.shortened(line));
    }

    private static BrokenOff brokenOff(String cause) {
        return new BrokenOff(cause, Cancellation.NONE);
    }

    private void keepTrace(String trace) {
        if (trace != null && !trace.isBlank()) {
            trace.lines().forEach(log::line);
        }
    }
}
