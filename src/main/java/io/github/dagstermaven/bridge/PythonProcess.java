package io.github.dagstermaven.bridge;

import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.OutputLines;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Python process that speaks the protocol: sends requests, reads until each is answered, and says why when it is not.
 * One request at a time; {@link #close()} from any thread.
 */
final class PythonProcess implements AutoCloseable {
    static final int PROTOCOL_VERSION = 1;

    /** What a shell may have set for another Python or another Dagster. */
    private static final Set<String> FOREIGN_VARIABLES = Set.of(
            "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "DAGSTER_HOME");

    /** How long to wait for output that was written before an answer but is still on its way in the other pipe. */
    private static final Duration STRAGGLERS = Duration.ofMillis(10);

    private final LocalDagster.Settings settings;
    private final BridgeTimeouts timeouts;
    private final OutputLog log;
    private final Inbox inbox = new Inbox();
    private final ChildProcess child;
    private long lastId;
    /** The request under way; 0 when there is none. */
    private volatile long currentId;

    private volatile CrashReport ended;
    private volatile boolean closing;

    private PythonProcess(LocalDagster.Settings settings, BridgeTimeouts timeouts, Path interpreter, OutputLog log)
            throws IOException {
        this.settings = settings;
        this.timeouts = timeouts;
        this.log = log;
        this.child = ChildProcess.start(command(settings, interpreter), fromProtocol(), fromOutput());
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

    private static Command command(LocalDagster.Settings settings, Path interpreter) {
        Map<String, String> variables = new HashMap<>(settings.environmentVariables());
        // Ours comes first; what the user adds on purpose is kept, unlike what the shell happens to have. The project's
        // own
        // folders come with the first request: until then its queue.py would stand in for Python's.
        variables.merge(
                "PYTHONPATH",
                settings.bridgeDirectory().toString(),
                (users, ours) -> ours + File.pathSeparator + users);
        return Command.inheriting(
                        List.of(interpreter.toString(), "-X", "utf8", "-m", "dagster_maven_bridge"),
                        // Not the project: -m imports from the folder that it is started in. Python enters the project
                        // later.
                        settings.bridgeDirectory())
                .without(FOREIGN_VARIABLES)
                .with(variables);
    }

    /** Waits for the first message and checks the version. */
    Incoming.Hello awaitHello(Deadline deadline, RunListener listener) {
        Reply.Gone gone;
        Deadline patient = deadline.orSooner(timeouts.hello());
        inbox.startReading();
        try {
            while (true) {
                Optional<Incoming> next = inbox.next(patient);
                if (next.isEmpty()) {
                    gone = end("Python did not answer within " + words(timeouts.hello()), false);
                    break;
                }
                Incoming message = next.get();
                if (message instanceof Incoming.Output output) {
                    listener.on(new RunEvent.Output(output.line()));
                } else if (message instanceof Incoming.Text text) {
                    // What runs before the bridge can make the channel its own: a .pth file that prints.
                    String line = settings.secrets().mask(text.line());
                    log.line(line);
                    listener.on(new RunEvent.Output(line));
                } else if (message instanceof Incoming.Hello hello && hello.protocol() == PROTOCOL_VERSION) {
                    return hello;
                } else if (message instanceof Incoming.Hello hello) {
                    gone = end(
                            "Python speaks version " + hello.protocol() + " of the protocol, this plugin version "
                                    + PROTOCOL_VERSION,
                            false);
                    break;
                } else {
                    gone = unexpected(message);
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gone = end("Interrupted", false);
        } finally {
            inbox.stopReading();
        }
        throw failure("bridge_not_ready", gone.report(), "before it was ready");
    }

    /**
     * Sends a request and reads until it is answered, or until its time is up: then cancels it, waits for the answer to that
     * and ends the process when there is none.
     *
     * @param timeIsUp told before the request is cancelled
     */
    Reply exchange(String operation, Object parameters, RunListener listener, Deadline deadline, Runnable timeIsUp) {
        long id = send(operation, parameters);
        boolean cancelled = false;
        Deadline current = deadline;
        try {
            while (true) {
                Optional<Incoming> next = inbox.next(current);
                if (next.isEmpty()) {
                    if (cancelled) {
                        return end("Python had to be ended", true);
                    }
                    cancelled = true;
                    timeIsUp.run();
                    cancel();
                    current = Deadline.after(timeouts.cancel());
                    continue;
                }
                Incoming message = next.get();
                if (message instanceof Incoming.Output output) {
                    listener.on(new RunEvent.Output(output.line()));
                } else if (message instanceof Incoming.Event event && event.id() == id) {
                    listener.on(event.event());
                } else if (message instanceof Incoming.Result result && result.id() == id) {
                    deliverStragglers(listener);
                    return new Reply.Answered(result.result(), cancelled);
                } else if (message instanceof Incoming.Refusal refusal && refusal.id() == id) {
                    deliverStragglers(listener);
                    keepTrace(refusal.error().trace());
                    return new Reply.Refused(refusal.error(), cancelled);
                } else {
                    Reply.Gone gone = unexpected(message);
                    deliverStragglers(listener);
                    return cancelled ? new Reply.Gone(gone.report(), true) : gone;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            return end("Interrupted", false);
        } catch (RuntimeException | Error e) {
            // The listener failed: an answer to this request must not be taken for one to the next.
            end("The build stopped listening to Python", false);
            throw e;
        } finally {
            currentId = 0;
            inbox.stopReading();
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

    /** Cancels the request under way; does nothing when there is none. */
    void cancel() {
        long id = currentId;
        if (id != 0) {
            JsonObject message = new JsonObject();
            message.addProperty("cancel", id);
            write(message);
        }
    }

    /** Cancels what is under way and asks the process to end; waits for it, but not for long. */
    void endInOrder() {
        closing = true;
        cancel();
        try {
            inbox.awaitIdle(Deadline.after(timeouts.shutdown()));
            JsonObject message = new JsonObject();
            message.addProperty("shutdown", true);
            write(message);
            child.await(timeouts.shutdown());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        endInOrder();
        child.endTree(Duration.ofSeconds(1));
        log.close();
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

    private void deliverStragglers(RunListener listener) throws InterruptedException {
        deliverOutput(listener, STRAGGLERS);
        // User code need not end its last line.
        child.handOverPartialLine();
        deliverOutput(listener, Duration.ZERO);
    }

    private void deliverOutput(RunListener listener, Duration patience) throws InterruptedException {
        Optional<Incoming> next = inbox.next(Deadline.after(patience));
        while (next.orElse(null) instanceof Incoming.Output output) {
            listener.on(new RunEvent.Output(output.line()));
            next = inbox.next(Deadline.after(patience));
        }
        // Anything else is for the next request to stumble over.
        next.ifPresent(inbox::add);
    }

    private Reply.Gone unexpected(Incoming message) {
        if (message instanceof Incoming.EndOfStream) {
            return end(null, false);
        }
        if (message instanceof Incoming.Nonsense nonsense) {
            return noMessage(nonsense.line(), nonsense.reason());
        }
        if (message instanceof Incoming.Text text) {
            return noMessage(text.line(), text.reason());
        }
        String line = settings.secrets().mask(message.toString());
        return end("Python sent a message that answers no request: " + CrashReport.shortened(line), false);
    }

    private Reply.Gone noMessage(String received, String reason) {
        String line = settings.secrets().mask(received);
        log.line("Not a message of the protocol: " + line);
        return end(
                "Python sent something that is no message of the protocol (" + CrashReport.shortened(reason) + "): "
                        + CrashReport.shortened(line),
                false);
    }

    /** Ends the tree, after which there is a report; {@code cause} is null when the process has ended by itself. */
    private Reply.Gone end(String cause, boolean timedOut) {
        inbox.stopReading();
        String found = cause != null ? cause : cause();
        child.endTree(Duration.ZERO);
        try {
            child.awaitOutput();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = report(found);
        return new Reply.Gone(ended, timedOut);
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
        return new CrashReport(
                cause, child.tail().stream().map(settings.secrets()::mask).toList());
    }

    /** The process is of no use: an error that is not the user's. */
    PlatformException failure(String kind, CrashReport report, String whileWhat) {
        return new PlatformException(
                List.of(Problem.of(
                        kind, report.sentence(whileWhat), "See " + log.file() + " for all that Python printed")),
                report.text(),
                null);
    }

    private void keepTrace(String trace) {
        if (trace != null && !trace.isBlank()) {
            trace.lines().forEach(log::line);
        }
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
        return line -> {
            String masked = settings.secrets().mask(line);
            log.line(masked);
            if (!dump.contains(line)) {
                inbox.addOutput(masked);
            }
        };
    }

    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + " ms";
        }
        long seconds = duration.toSeconds();
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
