package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.TickList.Tick;
import io.github.dagstermaven.dagster.TickPreview;
import io.github.dagstermaven.dagster.TickPreview.PartitionsRequest;
import io.github.dagstermaven.dagster.TickPreview.RequestedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Ticks for people: what one would do, and what past ones have done. */
public final class TickText {
    private final SourcePaths paths;

    /** The folder that paths start from. */
    public TickText(Path projectDirectory) {
        this.paths = new SourcePaths(projectDirectory);
    }

    /** What a tick would do. */
    public List<String> preview(TickPreview tick) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(tick));
        if (tick.skipReason() != null) {
            lines.add("Skipped: " + tick.skipReason());
        } else if (!tick.requestedRuns().isEmpty()) {
            lines.add("Would request " + Listing.count(tick.requestedRuns().size(), "run") + ":");
            tick.requestedRuns().forEach(run -> lines.addAll(requested(run)));
        } else {
            lines.add("Would request no run");
        }
        tick.partitionsRequests().forEach(request -> lines.add(partitions(request)));
        tick.handledRunIds().forEach(id -> lines.add("Reacts to the run " + id));
        if (tick.newCursor() != null) {
            lines.add(
                    tick.newCursor().equals(tick.givenCursor())
                            ? "The cursor stays as it is"
                            : "New cursor: '" + tick.newCursor() + "'");
        }
        if (tick.storedCursor() != null && tick.givenCursor() == null) {
            lines.add("The instance keeps the cursor '" + tick.storedCursor()
                    + "', which this tick was not given: evaluate from there with <cursor> or -Ddagster.cursor");
        }
        lines.add("Only a preview: nothing was launched or stored");
        return lines;
    }

    private static String headline(TickPreview tick) {
        if (tick.scheduledAt() == null) {
            String cursor =
                    tick.givenCursor() == null ? "without a cursor" : "from the cursor '" + tick.givenCursor() + "'";
            return "Tick of the sensor '" + tick.name() + "' " + cursor;
        }
        String at = LocalTime.of(tick.scheduledAt(), tick.timezone());
        return "Tick of the schedule '" + tick.name() + "' at " + at
                + (tick.onSchedule() ? "" : ", a time at which it does not tick by itself");
    }

    private static List<String> requested(RequestedRun run) {
        List<String> lines = new ArrayList<>();
        String what = run.job() == null ? "assets" : "job " + run.job();
        lines.add("  " + what + (run.partition() == null ? "" : ", partition " + run.partition()));
        if (run.existingRunId() != null) {
            lines.add("    would not be launched: the run " + run.existingRunId() + " has this run key");
        }
        if (run.runKey() != null) {
            lines.add("    run key: " + run.runKey());
        }
        if (!run.assets().isEmpty()) {
            lines.add("    assets: " + String.join(", ", run.assets()));
        }
        if (!run.checks().isEmpty()) {
            lines.add("    checks: " + String.join(", ", run.checks()));
        }
        if (!run.tags().isEmpty()) {
            lines.add("    tags: "
                    + run.tags().entrySet().stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue())
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (run.runConfigYaml() != null) {
            lines.add("    run configuration:");
            run.runConfigYaml().lines().forEach(line -> lines.add("      " + line));
        }
        return lines;
    }

    private static String partitions(PartitionsRequest request) {
        List<String> wishes = new ArrayList<>();
        if (!request.added().isEmpty()) {
            wishes.add("adds " + String.join(", ", request.added()));
        }
        if (!request.deleted().isEmpty()) {
            wishes.add("deletes " + String.join(", ", request.deleted()));
        }
        return "Dynamic partitions of " + request.partitionsDefinition() + ": " + String.join("; ", wishes);
    }

    /** Past ticks as a table and their number. */
    public List<String> history(List<Tick> ticks) {
        if (ticks.isEmpty()) {
            return List.of("No ticks");
        }
        TextTable table = new TextTable("Tick", "Status", "Took", "Runs", "Reason");
        for (Tick tick : ticks) {
            table.row(
                    tick.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    tick.status(),
                    tick.endedAt() == null
                            ? null
                            : Wording.duration(Duration.between(tick.startedAt(), tick.endedAt())
                                            .toMillis()
                                    / 1000.0),
                    Listing.some(tick.runIds(), 3),
                    reason(tick));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(Listing.count(ticks.size(), "tick"));
        return lines;
    }

    private String reason(Tick tick) {
        Failure error = tick.error();
        if (error == null) {
            return tick.skipReason();
        }
        String message = error.message().isBlank()
                ? ""
                : ": " + error.message().lines().findFirst().orElse("");
        return error.type() + message + (error.at() == null ? "" : " (" + paths.at(error.at()) + ")");
    }
}
