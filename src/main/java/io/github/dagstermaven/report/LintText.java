package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.JudgedFinding.State;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.Listing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Findings of lint as lines of the build log: {@code file:line: rule: message}. */
public final class LintText {
    private static final int MOST_OF_A_LEVEL = 50;
    /** More of what is only good practice would hide the lines that matter. */
    private static final int MOST_IN_FULL = 10;

    private final SourcePaths paths;

    /** The folder that paths start from. */
    public LintText(Path projectDirectory) {
        this.paths = new SourcePaths(projectDirectory);
    }

    /** All findings that count, at their levels, and one line that sums up; {@code whole} is the file that has them all. */
    public void tell(LintReport report, Console console, String whole) {
        tell(report.of(LintLevel.ERROR), "error", whole, console::error);
        tell(report.of(LintLevel.WARN), "warning", whole, console::warn);
        tellPractices(report.of(LintLevel.INFO), console);
        console.info(summary(report, whole));
    }

    /** Findings alone, at most as many as can be read. */
    public void tell(List<JudgedFinding> findings, String noun, String whole, Sink sink) {
        findings.stream().limit(MOST_OF_A_LEVEL).map(this::line).forEach(sink::line);
        if (findings.size() > MOST_OF_A_LEVEL) {
            sink.line("… and " + Listing.count(findings.size() - MOST_OF_A_LEVEL, "more " + noun) + ": " + whole);
        }
    }

    /** Where lines go. */
    @FunctionalInterface
    public interface Sink {
        /** A line. */
        void line(String text);
    }

    /** {@code shop/assets.py:12: unknown-upstream: the asset …}. */
    public String line(JudgedFinding one) {
        return place(one) + ": " + one.finding().rule() + ": " + one.message();
    }

    private String place(JudgedFinding one) {
        return one.finding().at() == null
                ? "code location " + one.finding().location()
                : paths.at(one.finding().at());
    }

    private void tellPractices(List<JudgedFinding> findings, Console console) {
        if (findings.size() <= MOST_IN_FULL) {
            findings.stream().map(this::line).forEach(console::info);
            return;
        }
        Map<String, List<JudgedFinding>> byRule = findings.stream()
                .collect(Collectors.groupingBy(one -> one.finding().rule(), TreeMap::new, Collectors.toList()));
        byRule.forEach((rule, ofIt) -> {
            JudgedFinding first = ofIt.get(0);
            console.info(
                    ofIt.size() == 1
                            ? line(first)
                            : rule + ": " + Listing.count(ofIt.size(), "finding") + ", the first at " + place(first)
                                    + ": " + first.message());
        });
    }

    private static String summary(LintReport report, String whole) {
        if (report.findings().isEmpty()) {
            return "Lint: nothing found";
        }
        List<String> counts = new ArrayList<>();
        counts.add(Listing.count(report.of(LintLevel.ERROR).size(), "error"));
        counts.add(Listing.count(report.of(LintLevel.WARN).size(), "warning"));
        counts.add(report.of(LintLevel.INFO).size() + " info");
        if (report.compared()) {
            counts.add(report.count(State.KNOWN) + " known from the baseline");
        }
        if (report.count(State.SUPPRESSED) > 0) {
            counts.add(report.count(State.SUPPRESSED) + " suppressed");
        }
        return "Lint: " + String.join(", ", counts) + ": " + whole;
    }
}
