package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * A finding with what is made of it.
 *
 * @param finding the finding
 * @param rule its rule
 * @param level the rule's level in this build; never {@link LintLevel#OFF}
 * @param state whether it counts
 * @param suggestions what the name at fault may have meant, the likeliest first; often none
 */
public record JudgedFinding(
        LintFinding finding, LintRule rule, LintLevel level, State state, List<String> suggestions) {

    /** Whether a finding counts. */
    public enum State {
        /** It does. */
        NEW,
        /** It does not: the baseline has it, too. */
        KNOWN,
        /** It does not: a comment in the code says that it is meant to be so. */
        SUPPRESSED
    }

    /** Its message, with what may have been meant. */
    public String message() {
        return suggestions.isEmpty()
                ? finding.message()
                : finding.message() + ", did you mean " + Listing.alternatives(suggestions) + "?";
    }

    /** The same as a problem, which may fail a build; its value is what the finding is about, where that is a definition. */
    public Problem problem() {
        return new Problem(
                finding.rule(),
                message(),
                finding.subject(),
                // A file is said by the place.
                finding.isAboutFile() ? null : finding.name(),
                null,
                List.of(),
                finding.at(),
                finding.location(),
                rule.help());
    }
}
