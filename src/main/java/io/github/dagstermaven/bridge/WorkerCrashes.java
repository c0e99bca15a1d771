package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads what the fault handler prints in a worker process that dies, as {@link CrashReport} does for the process beside it: its step
 * or its run fails at the user's line, and the dump of all threads is for the log file.
 */
final class WorkerCrashes implements RunListener {
    private final RunListener next;
    private final Path projectDirectory;
    private final Consumer<String> log;
    private final Map<Printer, Dump> dumps = new HashMap<>();

    /** What prints: a step, or a run between steps. */
    private record Printer(String runId, String step) {}

    /** What of its output belongs to a dump. */
    private record Dump(FatalErrorDump extent, List<String> lines) {
        Dump() {
            this(new FatalErrorDump(), new ArrayList<>());
        }
    }

    /** Passes everything else on; {@code log} takes the lines of dumps. */
    WorkerCrashes(RunListener next, Path projectDirectory, Consumer<String> log) {
        this.next = next;
        this.projectDirectory = projectDirectory;
        this.log = log;
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Output output) {
            if (output.runId() == null || !isOfDump(output)) {
                next.on(event);
            }
        } else if (event instanceof RunEvent.StepFailed failed) {
            Dump dump = dumps.remove(new Printer(failed.runId(), failed.step()));
            next.on(new RunEvent.StepFailed(
                    failed.runId(), failed.step(), failed.time(), failed.seconds(), located(failed.failure(), dump)));
        } else if (event instanceof RunEvent.RunEnded run) {
            next.on(new RunEvent.RunEnded(
                    run.runId(), run.status(), run.time(), run.seconds(), located(run.failure(), lastOf(run.runId()))));
        } else {
            next.on(event);
        }
    }

    /** How many runs something is kept of: not those that print and do not crash, also after they have ended. */
    int runsKept() {
        return (int) dumps.keySet().stream().map(Printer::runId).distinct().count();
    }

    /** The dump of a run that has one process, since its steps have none of their own; nothing is kept of it. */
    private Dump lastOf(String runId) {
        List<Printer> printers = dumps.keySet().stream()
                .filter(printer -> printer.runId().equals(runId))
                .toList();
        return printers.stream()
                .map(dumps::remove)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private boolean isOfDump(RunEvent.Output output) {
        Printer printer = new Printer(output.runId(), output.step());
        if (FatalErrorDump.beginsWith(output.line())) {
            dumps.computeIfAbsent(printer, unknown -> new Dump());
        }
        Dump dump = dumps.get(printer);
        if (dump == null || !dump.extent().contains(output.line())) {
            return false;
        }
        dump.lines().add(output.line());
        log.accept(output.line());
        return true;
    }

    private Failure located(Failure failure, Dump dump) {
        if (failure == null || !failure.isCrash() || dump == null) {
            return failure;
        }
        CrashReport report = new CrashReport(failure.message(), dump.lines());
        return new Failure(
                failure.type(), failure.message(), report.at(projectDirectory).orElse(failure.at()), report.text());
    }
}
