package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as users write it: {@code 90s}, {@code 30m}, {@code 2h}, {@code 500ms}; a bare number is seconds. */
final class TimeoutText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|)");

    private TimeoutText() {}

    /** The duration, or null for null, blank or zero: no limit. */
    static Duration parse(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The timeout '" + text + "' is not a duration",
                    "duration",
                    text,
                    "timeout",
                    List.of(),
                    "Write a number and a unit, as 90s, 30m or 2h"));
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
        return duration.isZero() ? null : duration;
    }
}
