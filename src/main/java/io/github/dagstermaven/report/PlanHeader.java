package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ImplicitAssetJob;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What will be run, and what of the selection will not be and why. */
final class PlanHeader {
    private static final int ASSETS_SHOWN = 10;
    private static final int NAMES_SHOWN = 3;

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
                .filter(job -> !ImplicitAssetJob.is(job))
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
        List<String> lines = new ArrayList<>();
        List<String> byAsset = Wording.fitALineEach(runs.size()) ? List.of() : partitionsByAsset(runs);
        if (byAsset.isEmpty()) {
            List<String> partitions = runs.stream()
                    .flatMap(run -> run.partitions().stream())
                    .distinct()
                    .toList();
            if (!partitions.isEmpty()) {
                parts.add(partitions(partitions));
            }
        }
        if (runs.size() > 1) {
            add(parts, runs.size(), "run");
        }
        lines.add("Running " + plan.location() + ": " + String.join(", ", parts));
        lines.addAll(byAsset);
        return lines;
    }

    static List<String> skippedLines(Planned plan) {
        SkippedLines skipped = new SkippedLines();
        plan.skipped().forEach(one -> skipped.add(one.label(), one.partition(), one.reason()));
        return skipped.lines("Skipping");
    }

    /** A line for all assets that have the same partitions: {@code daily_orders: 366 partitions (2024-01-01 … 2024-12-31)}. */
    private static List<String> partitionsByAsset(List<PlannedRun> runs) {
        Map<String, Set<String>> byAsset = new LinkedHashMap<>();
        for (PlannedRun run : runs) {
            run.assets().forEach(asset -> {
                byAsset.computeIfAbsent(asset, unknown -> new LinkedHashSet<>()).addAll(run.partitions());
            });
        }
        Map<String, List<String>> assets = new LinkedHashMap<>();
        byAsset.forEach((asset, partitions) -> assets.computeIfAbsent(
                        partitions.isEmpty() ? "not partitioned" : partitions(List.copyOf(partitions)),
                        unknown -> new ArrayList<>())
                .add(asset));
        List<String> lines = new ArrayList<>();
        assets.forEach((partitions, names) -> {
            if (lines.size() < ASSETS_SHOWN) {
                lines.add("  " + Listing.some(names, NAMES_SHOWN) + ": " + partitions);
            }
        });
        if (assets.size() > ASSETS_SHOWN) {
            lines.add("  … and assets with other partitions");
        }
        return lines;
    }

    private static String partitions(List<String> keys) {
        if (keys.size() == 1) {
            return "partition " + keys.get(0);
        }
        // In the order of the runs; times in their own, since what comes late in a plan may be early in time.
        boolean areTimes = keys.stream().allMatch(key -> Character.isDigit(key.charAt(0)));
        List<String> ordered = areTimes ? keys.stream().sorted().toList() : keys;
        return Listing.count(keys.size(), "partition") + " (" + ordered.get(0) + " … " + ordered.get(ordered.size() - 1)
                + ")";
    }

    private static void add(List<String> parts, long number, String noun) {
        if (number > 0) {
            parts.add(Listing.count(Math.toIntExact(number), noun));
        }
    }
}
