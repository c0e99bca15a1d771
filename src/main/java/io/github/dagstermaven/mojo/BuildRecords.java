package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.report.JUnitReport;
import io.github.dagstermaven.report.ProblemText;
import io.github.dagstermaven.report.ResultsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What a module's build writes down for others to read: {@code run-results.json} and the JUnit reports. */
final class BuildRecords {
    private final ModuleContext context;
    private final ResultsFile results;

    BuildRecords(ModuleContext context) {
        this.context = context;
        this.results = new ResultsFile(context.layout().runResults(), context.directory(), context.secrets());
    }

    /** Takes away what an earlier build has left, so that a build server does not collect its green reports for this one's. */
    void begin() {
        if (context.isFirstRecording()) {
            results.clear();
            junit().clear();
        }
    }

    /** Adds the results of a goal; returns the files and folders. */
    List<Path> add(RunResults ofGoal, CheckSeverityThreshold threshold) {
        ofGoal.runs().forEach(run -> context.buildSession().decidedBy(String.valueOf(run.runId()), threshold));
        junit().write(results.append(ofGoal));
        return List.of(context.layout().runResults(), context.layout().junitReports());
    }

    /**
     * Adds what ended a goal before a run could tell of it.
     *
     * @param during what it ended: a goal, or the loading of the definitions
     */
    void addErrors(String during, DagsterException errors) {
        begin();
        junit().write(results.append(RunResults.ofErrors(context.buildSession().buildId(), during, errors)));
    }

    /** Adds that a goal was skipped because it is as good as done. */
    void addSkipped(String goal, String reason) {
        begin();
        junit().write(results.append(
                RunResults.ofSkippedGoal(context.buildSession().buildId(), goal, reason)));
    }

    /** Does something before a run can tell of it, and adds what ends it. */
    <T> T addingErrors(String during, Supplier<T> work) {
        try {
            return work.get();
        } catch (DagsterException e) {
            addErrors(during, e);
            throw e;
        }
    }

    private JUnitReport junit() {
        // A goal rewrites the suites of the goals before it: each run keeps the verdict of its own goal.
        return new JUnitReport(
                context.layout().junitReports(),
                context.reportedModule(),
                run -> context.buildSession().thresholdOf(String.valueOf(run.runId())),
                new ProblemText(context.directory(), context.secrets()),
                context.secrets());
    }
}
