package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * How the schedules that are defined differ from what the instance keeps of them.
 *
 * @param changes the differences
 * @param unchanged how many schedules have none
 */
public record ScheduleChanges(List<ScheduleChange> changes, int unchanged) {

    /**
     * A schedule that differs.
     *
     * @param kind {@code added} (the instance keeps nothing of it), {@code changed} (another cron expression) or {@code removed}
     *     (no longer defined)
     * @param keptCron the cron expressions that the instance keeps; empty when added
     * @param cron the cron expressions of the definition; empty when removed
     */
    public record ScheduleChange(
            String location, String repository, String name, String kind, List<String> keptCron, List<String> cron) {}
}
