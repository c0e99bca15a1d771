package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * One thing that is wrong, as data: what failed, on which value, where, and what to do.
 *
 * @param kind a stable name for it, as {@code unknown_name}, {@code ambiguous_name}, {@code no_match},
 *     {@code invalid_parameter}, {@code syntax_error}, {@code import_error}, {@code duplicate_key}
 * @param message one line, without a full stop, that says what failed; never Dagster's internals
 * @param subject what the value is meant to name: {@code asset}, {@code job}, {@code partition}, {@code code location}; or null
 * @param value the offending value; null when there is none
 * @param parameter the goal's parameter it came from, as in GOALS ({@code select}, {@code partition}); or null
 * @param choices what the value could have been, sorted; empty when there is no such list
 * @param at where in the user's code; or null
 * @param codeLocation the code location it was found in; or null
 * @param remedy what to do, one sentence; or null
 */
public record Problem(
        String kind,
        String message,
        String subject,
        String value,
        String parameter,
        List<String> choices,
        SourceLocation at,
        String codeLocation,
        String remedy) {

    /** A problem with a message and a remedy alone. */
    public static Problem of(String kind, String message, String remedy) {
        return new Problem(kind, message, null, null, null, List.of(), null, null, remedy);
    }

    /** A parameter that is missing, or whose value does not fit another one's. */
    public static Problem ofParameter(String kind, String message, String parameter, String remedy) {
        return new Problem(kind, message, null, null, parameter, List.of(), null, null, remedy);
    }

    /** A value that names nothing. */
    public static Problem ofValue(
            String kind,
            String message,
            String subject,
            String value,
            String parameter,
            List<String> choices,
            String remedy) {
        return new Problem(kind, message, subject, value, parameter, choices, null, null, remedy);
    }
}
