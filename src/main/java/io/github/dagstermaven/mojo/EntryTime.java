package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The time of the entries of an archive, from {@code project.build.outputTimestamp}.
 *
 * @param local the time as it is written down, in UTC: archives know no time zones
 */
record EntryTime(LocalDateTime local) {
    /** The first day that every time zone can write down in a zip. */
    private static final EntryTime FIXED = new EntryTime(LocalDateTime.of(1980, 2, 1, 0, 0));

    /** As Maven's own plugins read it: ISO 8601 or seconds since 1970; empty, or one character that is no digit, for none. */
    static EntryTime parse(String text) {
        String given = text == null ? "" : text.strip();
        if (given.isEmpty() || given.contains("${") || given.length() == 1 && !Character.isDigit(given.charAt(0))) {
            return FIXED;
        }
        try {
            Instant instant = given.matches("[0-9]+")
                    ? Instant.ofEpochSecond(Long.parseLong(given))
                    : OffsetDateTime.parse(given).toInstant();
            LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            if (local.getYear() >= 1980 && local.getYear() < 2100) {
                return new EntryTime(local);
            }
        } catch (DateTimeException | NumberFormatException e) {
            // Told below, with an example.
        }
        throw new PipelineException(Problem.ofValue(
                "invalid_parameter",
                "'" + given + "' is not a time that a zip can have",
                "time",
                given,
                null,
                List.of(),
                "Write <project.build.outputTimestamp> as 2026-11-22T00:00:00Z"));
    }
}
