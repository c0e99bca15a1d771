package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a lint rule has found, whatever its level.
 *
 * @param location the code location
 * @param repository the repository
 * @param rule the rule's id, as {@code unknown-upstream}
 * @param subject what it is about: {@code asset}, {@code asset check}, {@code job}, {@code schedule}, {@code sensor},
 *     {@code resource} or {@code file}
 * @param name the name or key of that
 * @param message one sentence, without a full stop
 * @param value the name that is at fault, as the key that nothing defines; null when the subject itself is
 * @param suppressed whether a comment in the code says that it is meant to be so
 * @param at where; null when unknown
 */
public record LintFinding(
        String location,
        String repository,
        String rule,
        String subject,
        String name,
        String message,
        String value,
        boolean suppressed,
        SourceLocation at) {

    /** What makes it the same finding as one of an earlier build: neither its line nor its words do. */
    public List<String> identity() {
        // What was read from a file may lack any of them.
        return Stream.of(location, repository, rule, subject, name, value)
                .map(part -> Objects.toString(part, ""))
                .toList();
    }

    /** Whether it is about a comment in a file, and no definition. */
    boolean isAboutFile() {
        return "file".equals(subject);
    }

    /** Whether it says that nothing defines the asset which its value names. */
    boolean isAboutUnknownAsset() {
        return LintRule.UNKNOWN_UPSTREAM.id().equals(rule)
                || LintRule.UNKNOWN_CHECKED_ASSET.id().equals(rule);
    }

    /** Whether it says that a comment covers no finding of the rule which its value names. */
    boolean isAboutUnusedSuppression() {
        return LintRule.UNUSED_SUPPRESSION.id().equals(rule);
    }
}
