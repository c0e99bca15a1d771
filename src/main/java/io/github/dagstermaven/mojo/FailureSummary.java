package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.EventLogFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a build fails with when runs have failed: the failures, one a line, and where the details are. */
final class FailureSummary {
    private static final int FILES_NAMED = 3;

    private final BuildLayout layout;
    private final Path from;

    /**
     * A text about what a module's build leaves behind.
     *
     * @param from the folder that paths start from
     */
    FailureSummary(BuildLayout layout, Path from) {
        this.layout = layout;
        this.from = from;
    }

    /** The failures of results, whose runs have been judged in this build. */
    String of(RunResults results, BuildSession build) {
        EventLogFile logs = new EventLogFile(layout.logs(), Secrets.none());
        List<Path> files = Attempts.settled(results.runs()).stream()
                .filter(run -> run.runId() != null && fails(run, build))
                .map(run -> logs.file(run.runId()))
                .distinct()
                .toList();
        return of(results.failures(), files);
    }

    /** Failures of which nothing but the text is known. */
    String of(List<String> failures) {
        return of(failures, List.of());
    }

    private String of(List<String> failures, List<Path> logs) {
        List<String> lines = new ArrayList<>();
        if (failures.size() == 1) {
            lines.add(failures.get(0));
        } else {
            lines.add(failures.size() + " failures:");
            failures.forEach(failure -> lines.add("  " + failure));
        }
        List<String> places = new ArrayList<>();
        if (logs.isEmpty() || logs.size() > FILES_NAMED) {
            places.add(shortest(layout.logs()));
        } else {
            logs.forEach(file -> places.add(shortest(file)));
        }
        lines.add("Details are in " + String.join(", ", places) + " and " + shortest(layout.junitReports()));
        return String.join(System.lineSeparator(), lines);
    }

    private static boolean fails(RunResult run, BuildSession build) {
        return new Gate(build.thresholdOf(run.runId())).fails(run);
    }

    private String shortest(Path path) {
        return (path.startsWith(from) ? from.relativize(path) : path).toString();
    }
}
