package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.FlakyItem;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How many of everything ended how, what was skipped and why, how long it took and where the reports are. */
final class ClosingSummary {
    private static final int ASSETS_SHOWN = 50;
    private static final int NAMES_SHOWN = 10;

    private static final String UP_TO_DATE = "up to date";

    /** In the order in which they are told: good news first. */
    private static final List<String> WORDS = List.of(
            "materialised",
            "observed",
            "passed",
            "succeeded",
            UP_TO_DATE,
            "warned",
            "failed",
            "not evaluated",
            "cancelled",
            "skipped",
            "not started");

    private final Console console;
    private final CheckSeverityThreshold threshold;

    ClosingSummary(Console console, CheckSeverityThreshold threshold) {
        this.console = console;
        this.threshold = threshold;
    }

    List<String> lines(RunResults results, List<String> reports) {
        List<RunResult> runs = Attempts.settled(results.runs());
        List<String> lines = new ArrayList<>(List.of(""));
        List<String> assets = runs.stream()
                .flatMap(run -> run.assets().stream().map(AssetResult::outcome))
                .map(ClosingSummary::word)
                .collect(Collectors.toCollection(ArrayList::new));
        results.skipped().forEach(one -> assets.add(word(one)));
        count(lines, "Assets", assets);
        lines.addAll(byAsset(results));
        List<String> checks = runs.stream()
                .flatMap(run -> run.checks().stream())
                .map(this::word)
                .collect(Collectors.toCollection(ArrayList::new));
        results.skipped().forEach(one -> one.checks().forEach(name -> checks.add(word(one))));
        results.skippedChecks().forEach(one -> checks.add(word(Outcome.SKIPPED)));
        count(lines, "Checks", checks);
        count(
                lines,
                "Steps",
                runs.stream()
                        .flatMap(run -> run.steps().stream())
                        .map(StepResult::outcome)
                        .map(ClosingSummary::word)
                        .toList());
        if (runs.size() > 1) {
            count(
                    lines,
                    "Runs",
                    runs.stream()
                            .map(RunResult::status)
                            .map(ClosingSummary::word)
                            .toList());
        }
        flaky(results).ifPresent(lines::add);
        lines.addAll(skipped(runs, results).lines("Skipped"));
        double seconds = seconds(runs);
        long executed = runs.stream()
                .filter(run -> run.status() != RunStatus.NOT_STARTED)
                .count();
        String rate = seconds > 0 && !Wording.fitALineEach(runs.size())
                ? ", " + Wording.rate(executed / seconds).replace(" a", " runs a")
                : "";
        lines.add("Time:   " + Wording.duration(seconds) + rate);
        if (!reports.isEmpty()) {
            lines.add("Report: " + String.join(", ", reports));
        }
        return lines;
    }

    /** What has become of each asset that has more partitions than one reads the lines of. */
    private List<String> byAsset(RunResults results) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        results.runs().stream()
                .flatMap(run -> run.assets().stream())
                .forEach(asset -> words.computeIfAbsent(asset.key(), unknown -> new ArrayList<>())
                        .add(word(asset.outcome())));
        results.skipped()
                .forEach(one -> words.computeIfAbsent(one.asset(), unknown -> new ArrayList<>())
                        .add(word(Outcome.SKIPPED)));
        List<String> lines = words.entrySet().stream()
                .filter(entry -> !Wording.fitALineEach(entry.getValue().size()))
                .limit(ASSETS_SHOWN)
                .map(entry -> "  " + entry.getKey() + ": " + tally(entry.getValue()))
                .toList();
        // Of a single one the line above has said it all.
        return words.size() == 1 ? List.of() : lines;
    }

    private void count(List<String> lines, String noun, List<String> words) {
        if (!words.isEmpty()) {
            lines.add(noun + ":" + " ".repeat(Math.max(1, 7 - noun.length())) + tally(words));
        }
    }

    private String tally(List<String> words) {
        Map<String, Long> counts =
                words.stream().collect(Collectors.groupingBy(word -> word, LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(ClosingSummary::rank)))
                .map(entry -> colour(entry.getKey()).apply(entry.getValue() + " " + entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static int rank(String word) {
        return WORDS.indexOf(word);
    }

    private UnaryOperator<String> colour(String word) {
        return switch (word) {
            case "failed", "not evaluated", "cancelled", "not started" -> console::failure;
            case "skipped", "warned" -> console::warning;
            default -> console::success;
        };
    }

    private String word(CheckResult check) {
        boolean tolerated = check.outcome() == Outcome.FAILED && !threshold.isReachedBy(check.severity());
        return tolerated ? "warned" : word(check.outcome());
    }

    private static String word(SkippedAsset one) {
        return one.isUpToDate() ? UP_TO_DATE : word(Outcome.SKIPPED);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case MATERIALIZED -> "materialised";
            case OBSERVED -> "observed";
            case PASSED -> "passed";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case ERRORED -> "not evaluated";
            case SKIPPED -> "skipped";
            case CANCELED -> "cancelled";
        };
    }

    private static String word(RunStatus status) {
        return switch (status) {
            case SUCCESS -> "succeeded";
            case FAILURE -> "failed";
            case CANCELED -> "cancelled";
            case NOT_STARTED -> "not started";
        };
    }

    /** What only ended well when it was tried again. */
    private Optional<String> flaky(RunResults results) {
        if (results.flaky().isEmpty()) {
            return Optional.empty();
        }
        List<String> names = results.flaky().stream().map(FlakyItem::name).toList();
        String count = console.warning(names.size() + " FLAKY");
        return Optional.of("Flaky:  " + count + ", good only when tried again: " + Listing.some(names, NAMES_SHOWN));
    }

    private static SkippedLines skipped(List<RunResult> runs, RunResults results) {
        SkippedLines skipped = new SkippedLines();
        runs.stream()
                .flatMap(run -> run.assets().stream())
                .filter(asset -> asset.outcome() == Outcome.SKIPPED)
                .forEach(asset -> skipped.add(asset.label(), asset.partition(), asset.reason()));
        results.skipped().stream()
                .filter(one -> !one.isUpToDate())
                .forEach(one -> skipped.add(one.label(), one.partition(), one.reason()));
        results.skippedChecks().forEach(one -> skipped.add(one.label(), one.partition(), one.reason()));
        return skipped;
    }

    /** From the start of the first run to the end of the last: runs may overlap. */
    private static double seconds(List<RunResult> runs) {
        List<RunResult> started =
                runs.stream().filter(run -> run.startedAt() != null).toList();
        if (started.isEmpty()) {
            return 0;
        }
        Instant first = started.stream()
                .map(RunResult::startedAt)
                .min(Comparator.naturalOrder())
                .get();
        return started.stream()
                .mapToDouble(run -> Duration.between(first, run.startedAt()).toMillis() / 1000.0 + run.seconds())
                .max()
                .getAsDouble();
    }
}
