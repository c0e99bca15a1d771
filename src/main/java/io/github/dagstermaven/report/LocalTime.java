package io.github.dagstermaven.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A moment as the clock shows it where a schedule is at home: {@code 2024-01-08T04:00:00+01:00}. */
final class LocalTime {
    private LocalTime() {}

    /** The moment in a time zone; null for UTC, also meant by a name that Java does not know. */
    static String of(Instant moment, String timezone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                moment.truncatedTo(ChronoUnit.SECONDS).atZone(zone(timezone)));
    }

    private static ZoneId zone(String timezone) {
        try {
            return timezone == null ? ZoneOffset.UTC : ZoneId.of(timezone);
        } catch (DateTimeException unknownHere) {
            return ZoneOffset.UTC;
        }
    }
}
