package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunScript;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** The story of a backfill: a run for each day of two assets, two at a time; what is downstream of a failure is skipped. */
final class ManyRuns {
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    private final int days;
    private final Set<Integer> failing;
    private final IntConsumer afterDay;

    /**
     * A story.
     *
     * @param failing the days, from 0 on, on which the upstream asset fails
     * @param afterDay told of each day that is over
     */
    ManyRuns(int days, Set<Integer> failing, IntConsumer afterDay) {
        this.days = days;
        this.failing = failing;
        this.afterDay = afterDay;
    }

    void tell(RunListener listener) {
        List<PlannedRun> plan = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            plan.add(orders(listener, day).plan());
        }
        for (int day = 0; day < days; day++) {
            plan.add(report(listener, day).plan());
        }
        listener.on(new Planned(RunScript.LOCATION, plan, List.of()));
        for (int day = 0; day < days; day++) {
            RunScript orders = orders(listener, day).start();
            if (day > 0 && !failing.contains(day - 1)) {
                reported(listener, day - 1);
            }
            ordered(orders, day);
            afterDay.accept(day);
        }
        if (!failing.contains(days - 1)) {
            reported(listener, days - 1);
        }
    }

    private static RunScript orders(RunListener listener, int day) {
        return new RunScript(listener, "orders-" + id(day), RunScript.ASSET_JOB, partition(day))
                .asset("daily_orders", "positive");
    }

    private static RunScript report(RunListener listener, int day) {
        return new RunScript(listener, "report-" + id(day), RunScript.ASSET_JOB, partition(day)).asset("daily_report");
    }

    private void ordered(RunScript script, int day) {
        String id = "orders-" + id(day);
        script.begin("daily_orders")
                .tell(new LogRecord(id, "daily_orders", "info", "reading day " + day, RunScript.START))
                .tell(new Output(id, "opening file " + day));
        if (failing.contains(day)) {
            script.tell(new Output(id, "file " + day + " has 0 bytes"))
                    .fail("daily_orders", 0.1, RunScript.valueError("day " + day + " is empty"))
                    .end("FAILURE")
                    .tell(new AssetSkipped(
                            "daily_report",
                            partition(day),
                            "its upstream asset daily_orders[" + partition(day) + "] failed"));
            return;
        }
        script.made("daily_orders", Map.of("rows", day, "path", "/data/orders/" + partition(day)))
                .evaluated("daily_orders", "daily_orders", "positive", day % 10 != 7, "WARN")
                .succeed("daily_orders", 0.1)
                .end("SUCCESS");
    }

    private static void reported(RunListener listener, int day) {
        report(listener, day).start().makes("daily_report", 0.05).end("SUCCESS");
    }

    private static String id(int day) {
        return String.format("%08d-0000-4000-8000-000000000000", day);
    }

    private static String partition(int day) {
        return FIRST.plusDays(day).toString();
    }
}
