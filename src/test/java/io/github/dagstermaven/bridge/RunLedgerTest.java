package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunScript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLedgerTest {
    private final List<RunEvent> told = new ArrayList<>();
    private final RunLedger ledger = new RunLedger(told::add, () -> RunScript.START + 2);

    private RunScript run(int day) {
        return new RunScript(ledger, "run-" + day, RunScript.ASSET_JOB, "2024-01-0" + day)
                .asset("daily")
                .start();
    }

    @Test
    void theStepsOfRunsAtTheSameTimeAreToldApartByTheirPartitions() {
        run(1).begin("daily");
        RunScript second = run(2).begin("daily");

        assertThat(ledger.doing()).isEqualTo("while steps daily[2024-01-01], daily[2024-01-02] were running");
        second.makes("daily", 1);
        assertThat(ledger.doing()).isEqualTo("while step daily[2024-01-01] was running");
    }

    @Test
    void ofManyRunningStepsOnlySomeAreNamed() {
        for (int day = 1; day <= 8; day++) {
            run(day).begin("daily");
        }

        assertThat(ledger.doing()).endsWith("daily[2024-01-05], … and 3 more were running");
    }

    @Test
    void runsThatAreBetweenTwoStepsAreCounted() {
        run(1);
        assertThat(ledger.doing()).isEqualTo("between two steps of run run-1");
        run(2);
        assertThat(ledger.doing()).isEqualTo("between two steps of each of 2 runs");
    }

    @Test
    void processesThatAlwaysDieAreNotStartedForEver() {
        RunLedger trying = new RunLedger(told::add, () -> RunScript.START, new RunLedger.Resumption(true, 2));
        trying.on(new RunEvent.Planned(
                "shop", List.of(new RunEvent.PlannedRun("job", null, List.of(), List.of(), List.of())), List.of()));
        int processes = 1;
        trying.interrupted(Failure.crash("Python ended", null, null));
        while (trying.isInterrupted() && processes < 100) {
            trying.carryOn();
            processes++;
            trying.interrupted(Failure.crash("Python ended", null, null));
        }
        // One for each attempt at the run, and one that may find that nothing is left.
        assertThat(processes).isEqualTo(4);
    }

    @Test
    void everyOpenRunAndEachOfItsStepsEndsWithTheProcess() {
        run(1).begin("daily");
        run(2).begin("daily");
        run(3).makes("daily", 1).end("SUCCESS");
        told.clear();
        ledger.endOpenRuns("FAILURE", Failure.crash("Python ended", null, null));

        assertThat(told.stream().filter(StepFailed.class::isInstance).map(StepFailed.class::cast))
                .extracting(StepFailed::runId, StepFailed::step)
                .containsExactly(tuple("run-1", "daily"), tuple("run-2", "daily"));
        assertThat(told.stream().filter(RunEnded.class::isInstance).map(RunEnded.class::cast))
                .extracting(RunEnded::runId, RunEnded::seconds)
                .containsExactly(tuple("run-1", 2.0), tuple("run-2", 2.0));
    }
}
