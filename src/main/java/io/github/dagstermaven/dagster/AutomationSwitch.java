package io.github.dagstermaven.dagster;

import java.time.Instant;
import java.util.List;

/**
 * Schedules or sensors after they were to be started, stopped or restarted.
 *
 * @param automations the schedules or sensors
 * @param hasDaemon whether a daemon that evaluates them works on the instance
 */
public record AutomationSwitch(List<Switched> automations, boolean hasDaemon) {

    /**
     * A schedule or sensor.
     *
     * @param changed whether its state was changed; false when it was as asked for already
     * @param nextTick when a schedule ticks next; null when it is stopped, and for a sensor
     */
    public record Switched(String location, String repository, String name, boolean changed, Instant nextTick) {}
}
