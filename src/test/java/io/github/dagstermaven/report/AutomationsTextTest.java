package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.AutomationSwitch;
import io.github.dagstermaven.dagster.AutomationSwitch.Switched;
import io.github.dagstermaven.dagster.ScheduleChanges;
import io.github.dagstermaven.dagster.ScheduleChanges.ScheduleChange;
import io.github.dagstermaven.dagster.SchedulerDescription;
import io.github.dagstermaven.dagster.SensorCursor;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the instance keeps of schedules and sensors, as people read it. */
class AutomationsTextTest {
    private static final Instant TICK = Instant.parse("2024-01-08T03:00:00Z");

    private static AutomationSwitch of(Switched... automations) {
        return new AutomationSwitch(List.of(automations), false);
    }

    private static Switched switched(String name, boolean changed, Instant nextTick) {
        return new Switched("shop", "__repository__", name, changed, nextTick);
    }

    @Test
    void whatWasSwitchedIsToldFromWhatWasSoAlready() {
        AutomationSwitch result = of(switched("weekly", true, TICK), switched("nightly", false, TICK));

        assertThat(AutomationsText.switched("schedule", Action.START, result))
                .containsExactly(
                        "Started the schedule 'weekly' (next tick 2024-01-08T03:00:00Z)",
                        "The schedule 'nightly' is running already (next tick 2024-01-08T03:00:00Z)");
        assertThat(AutomationsText.switched("sensor", Action.STOP, of(switched("watch", false, null))))
                .containsExactly("The sensor 'watch' is stopped already");
    }

    @Test
    void nothingToSwitchIsTold() {
        assertThat(AutomationsText.switched("sensor", Action.START, of())).containsExactly("There are no sensors");
        assertThat(AutomationsText.switched("schedule", Action.RESTART, of()))
                .containsExactly("No schedule is running");
    }

    @Test
    void changesAreToldAsTheCommandLineMarksThem() {
        ScheduleChanges changes = new ScheduleChanges(
                List.of(
                        new ScheduleChange("shop", "r", "new", "added", List.of(), List.of("0 1 * * *")),
                        new ScheduleChange("shop", "r", "moved", "changed", List.of("0 2 * * *"), List.of("0 3 * * *")),
                        new ScheduleChange("shop", "r", "gone", "removed", List.of("0 4 * * *"), List.of())),
                1);

        assertThat(AutomationsText.changes(changes))
                .containsExactly(
                        "3 changes to what the instance keeps, and 1 schedule unchanged:",
                        "  + new (added: 0 1 * * *)",
                        "  ~ moved (changed: 0 2 * * * → 0 3 * * *)",
                        "  - gone (removed: 0 4 * * *)");
        assertThat(AutomationsText.changes(new ScheduleChanges(List.of(), 2)))
                .containsExactly("No changes: the instance keeps 2 schedules as defined");
    }

    @Test
    void aSchedulerWithoutAnythingKeptIsTold() {
        assertThat(AutomationsText.scheduler(
                        new SchedulerDescription("DagsterDaemonScheduler", "", List.of("stuck"), TICK, List.of())))
                .containsExactly(
                        "Scheduler: DagsterDaemonScheduler",
                        "Daemon:    last heard of at 2024-01-08T03:00:00Z",
                        "Error:     stuck",
                        "",
                        "Nothing is kept of schedules and sensors");
    }

    @Test
    void aCursorIsToldWithTheOneBefore() {
        assertThat(AutomationsText.cursor(new SensorCursor("watch", null, null)))
                .isEqualTo("The sensor 'watch' has no cursor");
        assertThat(AutomationsText.cursorChange(new SensorCursor("watch", "8", "7")))
                .isEqualTo("Set the cursor of the sensor 'watch' to '8' (it was '7')");
        assertThat(AutomationsText.cursorChange(new SensorCursor("watch", null, null)))
                .isEqualTo("The sensor 'watch' has no cursor");
    }
}
