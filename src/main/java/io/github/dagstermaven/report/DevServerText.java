package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.EndedDevServer;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.StartedDevServer;
import java.util.ArrayList;
import java.util.List;

/** What a development server does to the runs of its instance. */
public final class DevServerText {
    private DevServerText() {}

    /** The runs that it finds in the queue; nothing when there are none. */
    public static List<String> queued(StartedDevServer started) {
        int runs = started.queuedRuns();
        return runs == 0
                ? List.of()
                : List.of(Listing.count(runs, "run") + (runs == 1 ? " waits" : " wait")
                        + " in the queue of this home: the dev server launches " + (runs == 1 ? "it" : "them"));
    }

    /** That it has ended, and the runs that have ended with it. */
    public static List<String> ended(EndedDevServer ended) {
        List<String> runs = ended.canceledRuns();
        List<String> lines = new ArrayList<>();
        lines.add("The dev server is stopped");
        if (!runs.isEmpty()) {
            lines.add(Listing.count(runs.size(), "run") + (runs.size() == 1 ? " was" : " were")
                    + " in progress, recorded as CANCELED now:");
            runs.forEach(run -> lines.add("  " + run));
        }
        return lines;
    }
}
