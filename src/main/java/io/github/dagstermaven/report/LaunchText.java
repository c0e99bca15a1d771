package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Launch;
import io.github.dagstermaven.dagster.Listing;
import java.util.ArrayList;
import java.util.List;

/** Launched runs for people. */
public final class LaunchText {
    private LaunchText() {}

    /** What was launched. */
    public static List<String> lines(Launch launch) {
        if (launch.backfillId() == null) {
            Launch.Run run = launch.runs().get(0);
            String partition = run.partition() == null ? "" : "[" + run.partition() + "]";
            return List.of("Launched run " + run.runId() + " of job " + launch.job() + partition + ": " + run.status());
        }
        TextTable table = new TextTable("Run", "Status", "Partition");
        launch.runs().forEach(run -> table.row(run.runId(), run.status(), run.partition()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("Launched backfill " + launch.backfillId() + " of job " + launch.job() + ": "
                + Listing.count(launch.runs().size(), "run"));
        return lines;
    }

    /** What is to be known about the runs beside that. */
    public static List<String> warnings(Launch launch, String home) {
        if (!launch.stuck()) {
            return List.of();
        }
        boolean one = launch.runs().size() == 1;
        return List.of(
                (one ? "The run waits" : "The runs wait") + " in the queue: no Dagster daemon works for the home "
                        + home,
                "Start one: mvn dagster:dev, or dagster-daemon run with that DAGSTER_HOME");
    }
}
