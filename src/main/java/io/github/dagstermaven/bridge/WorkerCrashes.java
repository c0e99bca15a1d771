package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.Failure;
import io.github.dagstermaven.dagster.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads what the fault handler prints in a worker process that dies, as {@link CrashReport} does for the process beside it: its run
 * fails at the user's line, and the dump of all threads is for the log file.
 */
final class WorkerCrashes implements RunListener {
    private final RunListener next;
    private final Path projectDirectory;
    private final Consumer<String> log;
    private final Map<String, Dump> dumps = new HashMap<>();

    /** What of a run's output belongs to a dump. */
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
        if (event instanceof RunEvent.Output output && output.runId() != null) {
            if (FatalErrorDump.beginsWith(output.line())) {
                dumps.computeIfAbsent(output.runId(), run -> new Dump());
            }
            Dump dump = dumps.get(output.runId());
            if (dump != null && dump.extent().contains(output.line())) {
                dump.lines().add(output.line());
                log.accept(output.line());
                return;
            }
        } else if (event instanceof RunEvent.RunEnded run) {
            Dump dump = dumps.remove(run.runId());
            if (dump != null && !dump.lines().isEmpty() && run.failure() != null) {
                next.on(new RunEvent.RunEnded(
                        run.runId(), run.status(), run.time(), run.seconds(), located(run.failure(), dump.lines())));
                return;
            }
        }
        next.on(event);
    }

    /** How many runs something is kept of: not those that print and do not crash, also after they have ended. */
    int runsKept() {
        return dumps.size();
    }

    private Failure located(Failure failure, List<String> dump) {
        CrashReport report = new CrashReport(failure.message(), dump);
        return new Failure(
                failure.type(), failure.message(), report.at(projectDirectory).orElse(failure.at()), report.text());
    }
}
