package io.github.dagstermaven.bridge;

import com.google.gson.JsonParseException;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunSummary;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final LocalDagster.Settings settings;
    private final BridgeTimeouts timeouts;
    private final CompletableFuture<Opening> opening = new CompletableFuture<>();
    private final HeldOutput held = new HeldOutput();
    private Thread opener;
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
        session.opener = new Thread(() -> session.open(interpreter, logName, target, location), "dagster-open");
        session.opener.setDaemon(true);
        session.opener.start();
        return session;
    }

    /** Waits until the definitions are loaded; the listener is told what is printed meanwhile. */
    Opening awaitOpen(RunListener listener, TimeLimit limit) {
        Deadline deadline = Deadline.of(limit);
        try {
            while (true) {
                try {
                    return opening.get(
                            deadline.orSooner(Deadline.after(HEARTBEAT)).nanosLeft(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (deadline.hasPassed()) {
                        close();
                        throw timedOut(limit, "while the definitions were loaded", null);
                    }
                    held.deliverTo(listener);
                    listener.on(new RunEvent.Waiting());
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DagsterException failure) {
                throw failure;
            }
            throw new PlatformException(
                    Problem.of("bridge_failed", "Python could not be started: " + e.getCause(), null), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new PlatformException(
                    Problem.of("interrupted", "Interrupted while the definitions were loaded", null), e);
        } finally {
            // Also when they could not be loaded: what was printed before may say why.
            held.deliverTo(listener);
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
    <R> R query(String operation, Object parameters, Class<R> resultType, RunListener listener, TimeLimit limit) {
        awaitOpen(listener, limit);
        String whileWhat = "during " + operation;
        Reply reply = process.exchange(operation, parameters, listener, Deadline.of(limit), why -> {});
        if (reply instanceof Reply.Answered answered) {
            return read(answered, resultType, operation);
        }
        if (reply.timedOut()) {
            throw timedOut(limit, whileWhat, reply);
        }
        if (reply.cancellation() == Cancellation.INTERRUPT) {
            throw interrupted(whileWhat);
        }
        throw reply instanceof Reply.Refused refused
                ? exception(refused.error())
                : process.failure("bridge_ended", ((Reply.Gone) reply).report(), whileWhat);
    }

    /**
     * Carries out a request that starts runs. Whatever ends it, each run that has started also ends in the eyes of the ledger
     * and in the instance.
     */
    RunSummary run(String operation, Object parameters, RunLedger ledger, TimeLimit limit) {
        awaitOpen(ledger, limit);
        RunListener listener = new WorkerCrashes(
                ledger, settings.projectDirectory(), line -> process.log().line(line));
        Reply reply = process.exchange(
                operation, parameters, listener, Deadline.of(limit), why -> ledger.cancelled(why, limit));
        boolean hadRuns = !ledger.openRuns().isEmpty() || ledger.hasUnsuccessfulRuns();
        String doing = ledger.doing();
        new UnfinishedRuns(ledger, process, timeouts, settings.projectDirectory(), this::startRecorder).endAfter(reply);
        if (reply.cancellation() != Cancellation.NONE && (hadRuns || ledger.runsNotStarted() > 0)) {
            // The events tell it all: runs that were cancelled, and planned ones that were never heard of.
            return ledger.summary();
        }
        if (reply instanceof Reply.Answered answered) {
            return read(answered, RunSummary.class, operation);
        }
        if (reply.timedOut()) {
            throw timedOut(limit, doing, reply);
        }
        if (reply.cancellation() == Cancellation.INTERRUPT) {
            throw interrupted(doing);
        }
        if (reply instanceof Reply.Refused refused) {
            throw exception(refused.error());
        }
        if (!hadRuns) {
            throw process.failure("bridge_ended", ((Reply.Gone) reply).report(), doing);
        }
        return ledger.summary();
    }

    /** Why this session must not be used again; empty when it can be. */
    Optional<Staleness> staleness() {
        if (!opening.isDone()) {
            return Optional.empty();
        }
        if (opening.isCompletedExceptionally()) {
            return Optional.of(new Staleness.Ended("The definitions could not be loaded before"));
        }
        Optional<CrashReport> ended = process.ended();
        if (ended.isPresent()) {
            return Optional.of(new Staleness.Ended(ended.get().cause()));
        }
        try {
            Operations.Changed changed = query(
                    Operations.CHANGED,
                    new Operations.NoParameters(),
                    Operations.Changed.class,
                    held,
                    TimeLimit.of(timeouts.control()));
            return Optional.ofNullable(changed.file()).map(Staleness.Changed::new);
        } catch (DagsterException e) {
            return Optional.of(new Staleness.Ended(e.getMessage()));
        }
    }

    /** Whether it has been closed, has failed or its process has ended. */
    synchronized boolean isOver() {
        return closed
                || opening.isCompletedExceptionally()
                || process != null && process.ended().isPresent();
    }

    /** Whether this side has told it to end. */
    synchronized boolean isClosing() {
        return closed || process != null && process.isClosing();
    }

    /** Whether it can be asked at once. */
    boolean isReady() {
        return opening.isDone() && !isOver();
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
        awaitOpener();
    }

    /** Once Python is gone the opening ends at once; it must not go on when the classes of the plugin are gone too. */
    private void awaitOpener() {
        if (Thread.currentThread() == opener) {
            return;
        }
        try {
            opener.join(timeouts.shutdown().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Path interpreter, String logName, CodeTarget target, String location) {
        try {
            PythonProcess started = startProcess(interpreter, logName);
            Incoming.Hello hello = started.awaitHello(held);
            Operations.Open parameters = new Operations.Open(
                    target,
                    settings.projectDirectory(),
                    settings.pythonPath(),
                    location,
                    settings.home(),
                    settings.instanceConfig(),
                    settings.secrets().values(),
                    settings.parallelism());
            Reply reply = started.exchange(Operations.OPEN, parameters, held, Deadline.after(null), why -> {});
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

    private Session startRecorder() {
        return start(settings, timeouts, settings.interpreter(), "python-recorder", null, null);
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

    private PlatformException timedOut(TimeLimit limit, String whileWhat, Reply reply) {
        String trace = reply instanceof Reply.Gone gone ? gone.report().text() : null;
        return new PlatformException(
                List.of(Problem.of(
                        "timeout",
                        "Timed out after " + limit + " " + whileWhat,
                        "Raise <timeout> or -Ddagster.timeout")),
                trace,
                null);
    }

    private static PlatformException interrupted(String whileWhat) {
        return new PlatformException(Problem.of("interrupted", "The build was interrupted " + whileWhat, null), null);
    }

    private static DagsterException exception(Incoming.ErrorData error) {
        return "user".equals(error.fault())
                ? new PipelineException(error.problems(), error.trace())
                : new PlatformException(error.problems(), error.trace(), null);
    }
}
