package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Starts, stops or restarts a schedule or sensor, or all of them.
 *
 * @param kind whether schedules or sensors
 * @param action what to do
 * @param name the name of the schedule or sensor; null for all
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record SwitchAutomationRequest(Kind kind, Action action, String name, String location, String repository)
        implements NamedRequest<AutomationSwitch> {
    /** What is switched. */
    public enum Kind {
        /** Schedules. */
        SCHEDULE,
        /** Sensors. */
        SENSOR
    }

    /** What is done. */
    public enum Action {
        /** It is started. */
        START,
        /** It is stopped. */
        STOP,
        /** It is stopped and started, if it is running. */
        RESTART
    }

    @Override
    public String operation() {
        return "automations.switch";
    }

    @Override
    public Class<AutomationSwitch> resultType() {
        return AutomationSwitch.class;
    }

    @Override
    public String subject() {
        return kind == Kind.SCHEDULE ? "schedule" : "sensor";
    }

    @Override
    public String parameter() {
        return subject() + "Name";
    }

    @Override
    public String named() {
        return name;
    }

    @Override
    public AutomationSwitch combine(List<AutomationSwitch> byLocation) {
        return new AutomationSwitch(
                byLocation.stream().flatMap(part -> part.automations().stream()).toList(),
                byLocation.get(0).hasDaemon());
    }
}
