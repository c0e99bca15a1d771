package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Ends the runs that a request has left open: in the eyes of the ledger and in the instance. */
final class UnfinishedRuns {
    private final RunLedger ledger;
    private final PythonProcess process;
    private final BridgeTimeouts timeouts;
    private final Path projectDirectory;
    private final Supplier<Session> recorder;

    /** The runs of a ledger that a process has carried out; {@code recorder} starts another process to write to the instance. */
    UnfinishedRuns(
            RunLedger ledger,
            PythonProcess process,
            BridgeTimeouts timeouts,
            Path projectDirectory,
            Supplier<Session> recorder) {
        this.ledger = ledger;
        this.process = process;
        this.timeouts = timeouts;
        this.projectDirectory = projectDirectory;
        this.recorder = recorder;
    }

    /** Ends what is open after this reply, which tells why. */
    void endAfter(Reply reply) {
        boolean canceled = reply.cancellation() != Cancellation.NONE;
        if (reply instanceof Reply.Gone gone) {
            crashed(canceled || process.isClosing(), failure(gone));
        } else if (reply instanceof Reply.Refused refused) {
            Problem first = refused.error().problems().get(0);
            end(
                    canceled,
                    canceled
                            ? ledger.cancellationFailure()
                            : new Failure(
                                    first.kind(),
                                    first.message(),
                                    first.at(),
                                    refused.error().trace()));
        } else if (canceled) {
            ledger.abandonPlan(ledger.cancellationFailure());
        }
    }

    private void crashed(boolean canceled, Failure failure) {
        // Without an open run it was not user code that ended the process: the next one would end the same way.
        boolean byUserCode = !canceled && !ledger.openRuns().isEmpty();
        endOpen(canceled, failure);
        if (byUserCode) {
            ledger.interrupted(failure);
        } else {
            ledger.abandonPlan(failure);
        }
    }

    private void end(boolean canceled, Failure failure) {
        endOpen(canceled, failure);
        ledger.abandonPlan(failure);
    }

    private void endOpen(boolean canceled, Failure failure) {
        List<String> runs = ledger.openRuns();
        String status = canceled ? "CANCELED" : "FAILURE";
        ledger.endOpenRuns(status, failure);
        if (runs.isEmpty()) {
            return;
        }
        // With the flag set nobody could wait for the other process.
        boolean interrupted = Thread.interrupted();
        try {
            record(runs, failure.message(), status);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The process that knew these runs is gone or has lost its way, so another one has to write down how they ended. */
    private void record(List<String> runs, String message, String status) {
        try (Session session = recorder.get()) {
            session.query(
                    Operations.FAIL,
                    new Operations.Fail(runs, message, status),
                    Operations.NoResult.class,
                    RunListener.none(),
                    TimeLimit.of(timeouts.control()));
        } catch (DagsterException e) {
            process.log().line("Could not record the end of runs " + runs + " in the instance: " + e.getMessage());
        }
    }

    private Failure failure(Reply.Gone gone) {
        CrashReport report = gone.report();
        if (gone.cancellation() != Cancellation.NONE) {
            Failure cancellation = ledger.cancellationFailure();
            return new Failure(cancellation.type(), cancellation.message(), null, report.text());
        }
        String message = report.cause() + " " + ledger.doing();
        return process.isClosing()
                ? new Failure("Canceled", message, null, report.text())
                : Failure.crash(message, report.at(projectDirectory).orElse(null), report.text());
    }
}
