package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.SourceLocation;
import io.github.dagstermaven.dagster.TickList.Tick;
import io.github.dagstermaven.dagster.TickPreview;
import io.github.dagstermaven.dagster.TickPreview.PartitionsRequest;
import io.github.dagstermaven.dagster.TickPreview.RequestedRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ticks, as people read them. */
class TickTextTest {
    @TempDir
    private Path directory;

    private static final Instant AT = Instant.parse("2024-07-08T02:00:00Z");

    @Test
    void aTickOfASensorIsToldInFull() {
        TickPreview tick = new TickPreview(
                "watch",
                null,
                true,
                null,
                List.of(
                        new RequestedRun(
                                "k1",
                                null,
                                "north",
                                List.of("sales", "stock"),
                                List.of("sales:is_new"),
                                Map.of("team", "sales", "area", "eu"),
                                null,
                                "4711"),
                        new RequestedRun(null, "load", null, List.of(), List.of(), Map.of(), "ops:\n  a: {}\n", null)),
                null,
                null,
                "7",
                "8",
                List.of(new PartitionsRequest("regions", List.of("north"), List.of())),
                List.of("0815"));

        assertThat(new TickText(directory).preview(tick))
                .containsExactly(
                        "Tick of the sensor 'watch' without a cursor",
                        "Would request 2 runs:",
                        "  assets, partition north",
                        "    would not be launched: the run 4711 has this run key",
                        "    run key: k1",
                        "    assets: sales, stock",
                        "    checks: sales:is_new",
                        "    tags: area=eu, team=sales",
                        "  job load",
                        "    run configuration:",
                        "      ops:",
                        "        a: {}",
                        "Dynamic partitions of regions: adds north",
                        "Reacts to the run 0815",
                        "New cursor: '8'",
                        "The instance keeps the cursor '7', which this tick was not given: evaluate from there with <cursor> or"
                                + " -Ddagster.cursor",
                        "Only a preview: nothing was launched or stored");
    }

    @Test
    void aTickOfAScheduleIsToldInItsTimeZone() {
        TickPreview tick = new TickPreview(
                "weekly", AT, false, "Europe/Berlin", List.of(), "a holiday", null, null, null, List.of(), List.of());

        assertThat(new TickText(directory).preview(tick))
                .containsExactly(
                        "Tick of the schedule 'weekly' at 2024-07-08T04:00:00+02:00, a time at which it does not tick by itself",
                        "Skipped: a holiday",
                        "Only a preview: nothing was launched or stored");
    }

    @Test
    void aCursorThatATickHasNotMovedIsNotTakenForANewOne() {
        TickPreview tick =
                new TickPreview("watch", null, true, null, List.of(), null, "7", "7", "7", List.of(), List.of());

        assertThat(new TickText(directory).preview(tick))
                .containsExactly(
                        "Tick of the sensor 'watch' from the cursor '7'",
                        "Would request no run",
                        "The cursor stays as it is",
                        "Only a preview: nothing was launched or stored");
    }

    @Test
    void pastTicksSayWhatCameOfThem() {
        Failure failure = new Failure(
                "LookupError",
                "no file\nat all",
                new SourceLocation(directory.resolve("shop.py").toString(), 7, null),
                null,
                Map.of(),
                List.of());

        assertThat(new TickText(directory)
                        .history(List.of(
                                new Tick(3, "FAILURE", AT, AT.plusSeconds(2), List.of(), List.of(), null, failure),
                                new Tick(2, "SKIPPED", AT, null, List.of(), List.of(), "a holiday", null),
                                new Tick(1, "SUCCESS", AT, AT.plusSeconds(1), List.of("4711"), List.of(), null, null))))
                .containsExactly(
                        "Tick                  Status   Took     Runs  Reason",
                        "--------------------  -------  -------  ----  --------------------------------",
                        "2024-07-08T02:00:00Z  FAILURE  2.000 s        LookupError: no file (shop.py:7)",
                        "2024-07-08T02:00:00Z  SKIPPED                 a holiday",
                        "2024-07-08T02:00:00Z  SUCCESS  1.000 s  4711",
                        "",
                        "3 ticks");
        assertThat(new TickText(directory).history(List.of())).containsExactly("No ticks");
    }
}
