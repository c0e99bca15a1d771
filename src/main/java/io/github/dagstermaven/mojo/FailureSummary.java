package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.RunResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a build fails with when runs have failed. */
final class FailureSummary {
    private FailureSummary() {}

    /** The failures, one a line, and where the details are. */
    static String of(RunResults results, ModuleContext context) {
        return of(
                results.failures().stream().map(context.secrets()::mask).toList(),
                context.layout(),
                context.directory());
    }

    /**
     * The failures, one a line, and where the details are.
     *
     * @param from the folder that paths start from
     */
    static String of(List<String> failures, BuildLayout layout, Path from) {
        List<String> lines = new ArrayList<>();
        if (failures.size() == 1) {
            lines.add(failures.get(0));
        } else {
            lines.add(failures.size() + " failures:");
            failures.forEach(failure -> lines.add("  " + failure));
        }
        lines.add("Details are in " + shortest(layout.logs(), from) + " and " + shortest(layout.junitReports(), from));
        return String.join(System.lineSeparator(), lines);
    }

    private static Path shortest(Path path, Path from) {
        return path.startsWith(from) ? from.relativize(path) : path;
    }
}
