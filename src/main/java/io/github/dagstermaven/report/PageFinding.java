package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.SourceLocation;
import java.util.Locale;

/**
 * A finding of lint as a page shows it.
 *
 * @param level {@code error}, {@code warn} or {@code info}
 * @param state {@code new}, {@code known} to the baseline, or {@code suppressed} in the code
 * @param subject what it is about, as {@link io.github.dagstermaven.dagster.LintFinding#subject}
 * @param at where; null when unknown
 */
record PageFinding(
        String level,
        String state,
        String rule,
        String message,
        String subject,
        String name,
        String location,
        SourceLocation at) {

    static PageFinding of(JudgedFinding judged) {
        return new PageFinding(
                judged.level().name().toLowerCase(Locale.ROOT),
                judged.state().name().toLowerCase(Locale.ROOT),
                judged.finding().rule(),
                judged.message(),
                judged.finding().subject(),
                judged.finding().name(),
                judged.finding().location(),
                judged.finding().at());
    }
}
