package io.github.dagstermaven.bridge;

import com.google.gson.JsonParseException;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.Failure;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One Python process with one code location loaded. Starts and loads in the background; whatever goes wrong there belongs to
 * the first request.
 */
final class Session implements AutoCloseable {
    private static final int HELD_LINES = 1_000;

    private final LocalDagster.Settings settings;
    private final BridgeTimeouts timeouts;
    private final CompletableFuture<Opening> opening = new CompletableFuture<>();
    private final Deque<RunEvent> held = new ArrayDeque<>();
    private PythonProcess process;
    private boolean closed;

    /** A session that is open. */
    record Opening(Operations.Opened opened, String python) {}

    private Session(LocalDagster.Settings settings, BridgeTimeouts timeouts) {
        this.settings = settings;
        this.timeouts = timeouts;
    }

    /**
     * Starts a process and loads a code location, without waiting for either.
     *
     * @param interpreter the Python to start
     * @param logName what its log file is called after
     * @param target the definitions; null to load none
     * @param location the code location of the target; null for the first one
     */
    static Session start(
            LocalDagster.Settings settings,
            BridgeTimeouts timeouts,
            Path interpreter,
            String logName,
            CodeTarget target,
            String location) {
        Session session = new Session(settings, timeouts);
        Thread thread = new Thread(() -> session.open(interpreter, logName, target, location), "dagster-open");
        thread.setDaemon(true);
        thread.start();
        return session;
    }

    /** Waits until the definitions are loaded. */
    Opening awaitOpen(Deadline deadline, Duration timeout) {
        try {
            return opening.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DagsterException failure) {
                throw failure;
            }
            throw new PlatformException(
                    Problem.of("bridge_failed", "Python could not be started: " + e.getCause(), null), e.getCause());
        } catch (TimeoutException e) {
            close();
            throw timedOut(timeout, "while the definitions were loaded", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new PlatformException(
                    Problem.of("interrupted", "Interrupted while the definitions were loaded", null), e);
        }
    }

    /** Waits until the definitions are loaded or could not be; which of them, the first request tells. */
    void awaitSettled(Deadline deadline) {
        try {
            opening.handle((opened, failure) -> null).get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Still loading: the first request goes on waiting, with a time limit of its own.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries out a request that starts no runs. */
    <R> R query(
            String operation,
            Object parameters,
            Class<R> resultType,
            RunListener listener,
            Deadline deadline,
            Duration timeout) {
        awaitOpen(deadline, timeout);
        deliverHeld(listener);
        String whileWhat = "during " + operation;
        Reply reply = process.exchange(operation, parameters, listener, deadline, () -> {});
        if (reply instanceof Reply.Answered answered) {
            return read(answered, resultType, operation);
        }
        if (reply.timedOut()) {
            throw timedOut(timeout, whileWhat, reply);
        }
        throw reply instanceof Reply.Refused refused
                ? exception(refused.error())
                : process.failure("bridge_ended", ((Reply.Gone) reply).report(), whileWhat);
    }

    /**
     * Carries out a request that starts runs. Whatever ends it, each run that has started also ends in the eyes of the ledger
     * and in the instance.
     */
    RunSummary run(String operation, Object parameters, RunLedger ledger, Deadline deadline, Duration timeout) {
        awaitOpen(deadline, timeout);
        deliverHeld(ledger);
        Reply reply = process.exchange(
                operation, parameters, ledger, deadline, () -> ledger.timeIsUp(PythonProcess.words(timeout)));
        boolean hadRuns = !ledger.openRuns().isEmpty() || ledger.hasUnsuccessfulRuns();
        String doing = ledger.doing();
        if (reply instanceof Reply.Gone gone) {
            String cause = gone.report().cause() + " " + doing;
            endOpenRuns(ledger, gone.timedOut() || process.isClosing(), failure(ledger, gone, cause));
        } else if (reply instanceof Reply.Refused refused) {
            Problem first = refused.error().problems().get(0);
            endOpenRuns(
                    ledger,
                    refused.timedOut(),
                    refused.timedOut()
                            ? ledger.timeoutFailure()
                            : new Failure(
                                    first.kind(),
                                    first.message(),
                                    first.at(),
                                    refused.error().trace()));
        }
        return summary(reply, operation, ledger, hadRuns, doing, timeout);
    }

    private RunSummary summary(
            Reply reply, String operation, RunLedger ledger, boolean hadRuns, String doing, Duration timeout) {
        if (reply.timedOut()) {
            if (hadRuns || ledger.hasUnsuccessfulRuns()) {
                return ledger.summary();
            }
            if (ledger.runsNotStarted() > 0) {
                // No event tells of a run that never started, and without one the build would look complete.
                throw new PipelineException(Problem.of(
                        "timeout",
                        "Timed out after " + PythonProcess.words(timeout) + " with " + ledger.runsNotStarted()
                                + " of the planned runs not started",
                        "Raise <timeout> or -Ddagster.timeout, or select less"));
            }
            if (!(reply instanceof Reply.Answered)) {
                throw timedOut(timeout, doing, reply);
            }
        }
        if (reply instanceof Reply.Refused refused) {
            throw exception(refused.error());
        }
        if (reply instanceof Reply.Gone gone && !hadRuns) {
            throw process.failure("bridge_ended", gone.report(), doing);
        }
        return reply instanceof Reply.Answered answered
                ? read(answered, RunSummary.class, operation)
                : ledger.summary();
    }

    /**
     * Why this session must not be used again: that a file has changed since the definitions were loaded, or how the process
     * ended; empty when it can be used.
     */
    Optional<String> staleBecause() {
        if (!opening.isDone()) {
            return Optional.empty();
        }
        if (opening.isCompletedExceptionally()) {
            return Optional.of("they could not be loaded before");
        }
        Optional<CrashReport> ended = process.ended();
        if (ended.isPresent()) {
            return Optional.of(ended.get().cause());
        }
        try {
            Operations.Changed changed = query(
                    Operations.CHANGED,
                    new Operations.NoParameters(),
                    Operations.Changed.class,
                    this::hold,
                    Deadline.after(timeouts.control()),
                    timeouts.control());
            return Optional.ofNullable(changed.file()).map(file -> file + " has changed");
        } catch (DagsterException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Whether it has been closed, has failed or its process has ended. */
    synchronized boolean isOver() {
        return closed
                || opening.isCompletedExceptionally()
                || process != null && process.ended().isPresent();
    }

    @Override
    public void close() {
        PythonProcess living;
        synchronized (this) {
            closed = true;
            living = process;
        }
        if (living != null) {
            living.close();
        }
    }

    private void open(Path interpreter, String logName, CodeTarget target, String location) {
        try {
            PythonProcess started = startProcess(interpreter, logName);
            Incoming.Hello hello = started.awaitHello(Deadline.after(null), this::hold);
            Operations.Open parameters = new Operations.Open(
                    target,
                    settings.projectDirectory(),
                    settings.pythonPath(),
                    location,
                    settings.home(),
                    settings.instanceConfig(),
                    settings.secrets().values(),
                    settings.parallelism());
            Reply reply = started.exchange(Operations.OPEN, parameters, this::hold, Deadline.after(null), () -> {});
            if (reply instanceof Reply.Answered answered) {
                opening.complete(new Opening(read(answered, Operations.Opened.class, Operations.OPEN), hello.python()));
            } else if (reply instanceof Reply.Refused refused) {
                opening.completeExceptionally(exception(refused.error()));
                started.close();
            } else if (reply instanceof Reply.Gone gone) {
                opening.completeExceptionally(
                        started.failure("bridge_ended", gone.report(), "while the definitions were loaded"));
            }
        } catch (RuntimeException | Error e) {
            opening.completeExceptionally(e);
            close();
        }
    }

    private synchronized PythonProcess startProcess(Path interpreter, String logName) {
        if (closed) {
            throw new PlatformException(Problem.of("closed", "The connection to Python has been closed", null), null);
        }
        process = PythonProcess.start(
                settings, timeouts, interpreter, new OutputLog(settings.logDirectory(), logName, settings.secrets()));
        return process;
    }

    private void endOpenRuns(RunLedger ledger, boolean canceled, Failure failure) {
        List<String> runs = ledger.openRuns();
        if (runs.isEmpty()) {
            return;
        }
        String status = canceled ? "CANCELED" : "FAILURE";
        ledger.endOpenRuns(status, failure);
        if (process.isClosing()) {
            // The JVM may be ending: no time for another process.
            return;
        }
        // The process that knew these runs is gone or has lost its way, so another one has to write down how they
        // ended.
        try (Session recorder = start(settings, timeouts, settings.interpreter(), "recorder", null, null)) {
            recorder.query(
                    Operations.FAIL,
                    new Operations.Fail(runs, failure.message(), status),
                    Operations.NoResult.class,
                    RunListener.none(),
                    Deadline.after(timeouts.control()),
                    timeouts.control());
        } catch (DagsterException e) {
            process.log().line("Could not record the end of runs " + runs + " in the instance: " + e.getMessage());
        }
    }

    private Failure failure(RunLedger ledger, Reply.Gone gone, String cause) {
        if (gone.timedOut()) {
            Failure timeout = ledger.timeoutFailure();
            return new Failure(
                    timeout.type(), timeout.message(), null, gone.report().text());
        }
        return new Failure(
                process.isClosing() ? "Canceled" : "Crash",
                cause,
                gone.report().at(settings.projectDirectory()).orElse(null),
                gone.report().text());
    }

    private <R> R read(Reply.Answered answered, Class<R> type, String operation) {
        try {
            return ProtocolJson.read(answered.result(), type);
        } catch (JsonParseException e) {
            String text = CrashReport.shortened(settings.secrets().mask(String.valueOf(answered.result())));
            throw new PlatformException(
                    Problem.of("protocol", "Python's answer to " + operation + " cannot be read: " + text, null), e);
        }
    }

    private PlatformException timedOut(Duration timeout, String whileWhat, Reply reply) {
        String trace = reply instanceof Reply.Gone gone ? gone.report().text() : null;
        return new PlatformException(
                List.of(Problem.of(
                        "timeout",
                        "Timed out after " + PythonProcess.words(timeout) + " " + whileWhat,
                        "Raise <timeout> or -Ddagster.timeout")),
                trace,
                null);
    }

    private static DagsterException exception(Incoming.ErrorData error) {
        return "user".equals(error.fault())
                ? new PipelineException(error.problems(), error.trace())
                : new PlatformException(error.problems(), error.trace(), null);
    }

    /** Keeps an event until the next request: there is no listener yet, or one that asks for something else. */
    private void hold(RunEvent event) {
        synchronized (held) {
            if (held.size() == HELD_LINES) {
                held.removeFirst();
            }
            held.addLast(event);
        }
    }

    private void deliverHeld(RunListener listener) {
        List<RunEvent> events;
        synchronized (held) {
            events = new ArrayList<>(held);
            held.clear();
        }
        events.forEach(listener::on);
    }
}
