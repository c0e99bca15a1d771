package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What will be run, and what of the selection will not be and why. */
final class PlanHeader {
    private static final int NAMES_SHOWN = 10;

    private PlanHeader() {}

    static List<String> lines(Planned plan) {
        List<PlannedRun> runs = plan.runs();
        if (runs.isEmpty()) {
            String why = plan.nothingLeft() == null ? "" : ": " + plan.nothingLeft();
            return List.of("Nothing to run in " + plan.location() + why);
        }
        List<String> parts = new ArrayList<>();
        runs.stream()
                .map(PlannedRun::job)
                .filter(job -> job != null && !job.startsWith("__"))
                .distinct()
                .forEach(job -> parts.add("job " + job));
        add(
                parts,
                runs.stream().flatMap(run -> run.assets().stream()).distinct().count(),
                "asset");
        add(
                parts,
                runs.stream().flatMap(run -> run.checks().stream()).distinct().count(),
                "check");
        List<String> partitions = runs.stream()
                .flatMap(run -> run.partitions().stream())
                .distinct()
                .toList();
        if (partitions.size() == 1) {
            parts.add("partition " + partitions.get(0));
        } else if (!partitions.isEmpty()) {
            String first = partitions.get(0);
            String last = partitions.get(partitions.size() - 1);
            parts.add(partitions.size() + " partitions (" + first + " … " + last + ")");
        }
        if (runs.size() > 1) {
            add(parts, runs.size(), "run");
        }
        return List.of("Running " + plan.location() + ": " + String.join(", ", parts));
    }

    static List<String> skippedLines(Planned plan) {
        Map<String, List<String>> byReason = plan.skipped().stream()
                .collect(Collectors.groupingBy(
                        Skipped::reason,
                        LinkedHashMap::new,
                        Collectors.mapping(PlanHeader::label, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(entry -> "Skipping " + Listing.some(entry.getValue(), NAMES_SHOWN) + ": " + entry.getKey())
                .toList();
    }

    private static void add(List<String> parts, long number, String noun) {
        if (number > 0) {
            parts.add(Listing.count(Math.toIntExact(number), noun));
        }
    }

    private static String label(Skipped one) {
        return one.partition() == null ? one.asset() : one.asset() + "[" + one.partition() + "]";
    }
}
