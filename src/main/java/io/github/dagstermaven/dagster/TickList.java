package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.List;

/**
 * Ticks of a schedule, the newest first.
 *
 * @param ticks the ticks
 */
public record TickList(List<Tick> ticks) {

    /**
     * A tick as the instance keeps it.
     *
     * @param tickId its number
     * @param status {@code STARTED}, {@code SKIPPED}, {@code SUCCESS} or {@code FAILURE}
     * @param startedAt when it started; for a schedule the time it was scheduled for
     * @param endedAt when it ended; null when it has not, or when it is not known
     * @param runIds the runs it launched
     * @param runKeys the keys of these runs
     * @param skipReason why it launched none; or null
     * @param error why it failed; or null
     */
    public record Tick(
            long tickId,
            String status,
            Instant startedAt,
            Instant endedAt,
            List<String> runIds,
            List<String> runKeys,
            String skipReason,
            Failure error) {}
}
