package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Optional;

/**
 * Asset checks that did not pass when they were evaluated last.
 *
 * @param checks the checks
 */
public record FailedCheckList(List<FailedCheck> checks) {
    private static final int NAMES_SHOWN = 5;

    /**
     * A check.
     *
     * @param asset the key of its asset
     * @param name its name
     * @param severity {@code ERROR} or {@code WARN}
     */
    public record FailedCheck(String asset, String name, String severity) {
        String label() {
            return asset + ": " + name;
        }
    }

    /** What to say of those that fail a build, on one line; empty when none does. */
    public Optional<String> told(CheckSeverityThreshold threshold) {
        List<FailedCheck> failing = checks.stream()
                .filter(check -> threshold.isReachedBy(check.severity()))
                .toList();
        if (failing.isEmpty()) {
            return Optional.empty();
        }
        List<String> labels = failing.stream().map(FailedCheck::label).toList();
        List<String> assets = failing.stream()
                .map(FailedCheck::asset)
                .distinct()
                .limit(NAMES_SHOWN)
                .toList();
        return Optional.of(Listing.count(failing.size(), "check")
                + " failed when last evaluated, without failing a run: "
                + Listing.some(labels, NAMES_SHOWN) + ". Evaluate anew with dagster:check-execute -Ddagster.select="
                + String.join(",", assets));
    }
}
