package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ImplicitAssetJob;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunList.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The runs of an instance as a table. */
public final class RunsText {
    private RunsText() {}

    /** Runs as a table and their number. */
    public static List<String> table(List<Run> runs) {
        if (runs.isEmpty()) {
            return List.of("No runs");
        }
        TextTable table = new TextTable("Run", "Status", "Job", "Partition", "Assets", "Created", "Took");
        for (Run run : runs) {
            table.row(
                    run.runId(),
                    run.status(),
                    ImplicitAssetJob.is(run.job()) ? "(assets)" : run.job(),
                    run.partition(),
                    Listing.some(run.assets(), 3),
                    run.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    took(run.startedAt(), run.endedAt()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(Listing.count(runs.size(), "run"));
        return lines;
    }

    private static String took(Instant started, Instant ended) {
        return started == null || ended == null
                ? null
                : Wording.duration(Duration.between(started, ended).toMillis() / 1000.0);
    }
}
