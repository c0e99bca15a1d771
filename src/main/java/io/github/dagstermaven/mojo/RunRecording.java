package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.process.AwaitedWork;
import io.github.dagstermaven.report.EventLogFile;
import io.github.dagstermaven.report.RunConsole;

/** Carries out a request for runs, shows it, and writes down what came of it, also when it ends before its time. */
final class RunRecording {
    private final ModuleContext context;
    private final String goal;
    private final CheckSeverityThreshold threshold;

    RunRecording(ModuleContext context, String goal, CheckSeverityThreshold threshold) {
        this.context = context;
        this.goal = goal;
        this.threshold = threshold;
    }

    /** The results of this request alone, with what of them fails the build. */
    RunResults carryOut(Dagster dagster, Request<?> request, TimeLimit limit) {
        return AwaitedWork.carryOut(() -> carryOutAndRecord(dagster, request, limit));
    }

    private RunResults carryOutAndRecord(Dagster dagster, Request<?> request, TimeLimit limit) {
        RunRecorder recorder = new RunRecorder();
        EventLogFile log = new EventLogFile(context.layout().logs(), context.secrets());
        RunConsole console = new RunConsole(
                context.console(), recorder, context.directory(), threshold, context.secrets(), log::file);
        DagsterException end = null;
        try (log) {
            RunListener listener = recorder.andThen(log).andThen(console);
            dagster.call(request, listener, limit);
        } catch (DagsterException e) {
            end = e;
            throw e;
        } finally {
            // Also when the call throws: the reports are what the failure is understood from. An interrupted thread
            // cannot
            // write files.
            boolean interrupted = Thread.interrupted();
            record(recorder, end, console);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return decided(recorder);
    }

    private void record(RunRecorder recorder, DagsterException end, RunConsole console) {
        RunResults results = decided(recorder);
        if (end != null && results.failures().isEmpty()) {
            // No run tells of it: the reports would be without any failure.
            results = results.withErrors(goal, end);
        }
        if (!results.isEmpty()) {
            console.close(results, context.records().add(results, threshold));
        }
    }

    private RunResults decided(RunRecorder recorder) {
        return new Gate(threshold)
                .judged(recorder.results(context.buildSession().buildId(), context.dagsterVersion()));
    }
}
