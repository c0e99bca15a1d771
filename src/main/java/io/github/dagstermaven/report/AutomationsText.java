package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.AutomationSwitch;
import io.github.dagstermaven.dagster.AutomationSwitch.Switched;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.ScheduleChanges;
import io.github.dagstermaven.dagster.ScheduleChanges.ScheduleChange;
import io.github.dagstermaven.dagster.SchedulerDescription;
import io.github.dagstermaven.dagster.SchedulerDescription.State;
import io.github.dagstermaven.dagster.SensorCursor;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import java.util.ArrayList;
import java.util.List;

/** What the instance keeps of schedules and sensors, and what was changed of it, for people. */
public final class AutomationsText {
    private AutomationsText() {}

    /** What was started, stopped or restarted. */
    public static List<String> switched(String noun, Action action, AutomationSwitch result) {
        if (result.automations().isEmpty()) {
            return List.of(action == Action.RESTART ? "No " + noun + " is running" : "There are no " + noun + "s");
        }
        return result.automations().stream()
                .map(automation -> switched(noun, action, automation))
                .toList();
    }

    private static String switched(String noun, Action action, Switched automation) {
        String subject = noun + " '" + automation.name() + "'";
        String next = automation.nextTick() == null ? "" : " (next tick " + automation.nextTick() + ")";
        if (automation.changed()) {
            String done = switch (action) {
                case START -> "Started";
                case STOP -> "Stopped";
                case RESTART -> "Restarted";
            };
            return done + " the " + subject + next;
        }
        return "The " + subject + " is " + (action == Action.STOP ? "stopped" : "running") + " already" + next;
    }

    /** What to say when there is no daemon that evaluates what runs. */
    public static String withoutDaemon(String noun, AutomationSwitch result) {
        String subject = result.automations().size() == 1 ? "the " + noun + " ticks" : "the " + noun + "s tick";
        return "No daemon is running for this home: " + subject + " once one runs (mvn dagster:dev)";
    }

    /** How schedules differ from what the instance keeps. */
    public static List<String> changes(ScheduleChanges changes) {
        String unchanged = Listing.count(changes.unchanged(), "schedule");
        if (changes.changes().isEmpty()) {
            return List.of("No changes: the instance keeps " + unchanged + " as defined");
        }
        List<String> lines = new ArrayList<>();
        lines.add(Listing.count(changes.changes().size(), "change") + " to what the instance keeps, and " + unchanged
                + " unchanged:");
        changes.changes().forEach(change -> lines.add("  " + change(change)));
        return lines;
    }

    private static String change(ScheduleChange change) {
        String cron = String.join(", ", change.cron());
        String kept = String.join(", ", change.keptCron());
        return switch (change.kind()) {
            case "added" -> "+ " + change.name() + " (added: " + cron + ")";
            case "removed" -> "- " + change.name() + " (removed: " + kept + ")";
            default -> "~ " + change.name() + " (changed: " + kept + " → " + cron + ")";
        };
    }

    /** The scheduler and what it keeps. */
    public static List<String> scheduler(SchedulerDescription description) {
        List<String> lines = new ArrayList<>();
        lines.add("Scheduler: " + description.scheduler());
        if (!description.information().isBlank()) {
            lines.add("           " + description.information());
        }
        lines.add("Daemon:    "
                + (description.lastHeartbeat() == null
                        ? "never heard of"
                        : "last heard of at " + description.lastHeartbeat()));
        description.errors().forEach(error -> lines.add("Error:     " + error));
        lines.add("");
        if (description.states().isEmpty()) {
            lines.add("Nothing is kept of schedules and sensors");
            return lines;
        }
        TextTable table = new TextTable("Kind", "Name", "Status", "Cron", "Location", "Repository", "Origin");
        for (State state : description.states()) {
            table.row(
                    state.kind(),
                    state.name(),
                    state.status(),
                    String.join(", ", state.cron()),
                    state.location(),
                    state.repository(),
                    state.originId());
        }
        lines.addAll(table.lines());
        return lines;
    }

    /** The cursor that the instance keeps. */
    public static String cursor(SensorCursor cursor) {
        return cursor.cursor() == null
                ? "The sensor '" + cursor.name() + "' has no cursor"
                : "The cursor of the sensor '" + cursor.name() + "' is '" + cursor.cursor() + "'";
    }

    /** What was made of the cursor. */
    public static String cursorChange(SensorCursor cursor) {
        String previous = cursor.previous() == null ? "none" : "'" + cursor.previous() + "'";
        if (cursor.cursor() != null) {
            return "Set the cursor of the sensor '" + cursor.name() + "' to '" + cursor.cursor() + "' (it was "
                    + previous + ")";
        }
        return cursor.previous() == null
                ? cursor(cursor)
                : "Deleted the cursor of the sensor '" + cursor.name() + "' (it was " + previous + ")";
    }
}
