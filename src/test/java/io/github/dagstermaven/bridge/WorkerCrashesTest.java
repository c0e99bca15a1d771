package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerCrashesTest {
    private final List<RunEvent> told = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final WorkerCrashes crashes = new WorkerCrashes(told::add, Path.of("/project"), logged::add);

    @Test
    void aDumpIsForTheLogFileAndTheFailure() {
        crashes.on(new Output("run-1", null, "Fatal Python error: Aborted"));
        crashes.on(new Output("run-1", null, "Extension modules: one"));
        crashes.on(new Output("run-1", null, "after"));
        crashes.on(new RunEnded("run-1", "FAILURE", 0, 0, Failure.crash("it died", null, null)));

        assertThat(logged).containsExactly("Fatal Python error: Aborted", "Extension modules: one");
        assertThat(told).hasSize(2).first().isEqualTo(new Output("run-1", null, "after"));
        assertThat(((RunEnded) told.get(1)).failure().stack()).startsWith("Fatal Python error: Aborted");
        assertThat(crashes.runsKept()).isZero();
    }

    @Test
    void ofARunThatPrintsAfterItsEndNothingIsKept() {
        crashes.on(new RunEnded("run-1", "SUCCESS", 0, 0, null));
        crashes.on(new Output("run-1", null, "late"));

        assertThat(told).contains(new Output("run-1", null, "late"));
        assertThat(crashes.runsKept()).isZero();
    }

    @Test
    void ofStepsThatCrashAtTheSameTimeEachHasItsOwnDump() {
        crashes.on(new Output("run-1", "a", "Fatal Python error: Aborted"));
        crashes.on(new Output("run-1", "b", "Fatal Python error: Segmentation fault"));
        crashes.on(new Output("run-1", "a", "  File \"/project/a.py\", line 3 in a"));
        crashes.on(new Output("run-1", "b", "  File \"/project/b.py\", line 5 in b"));
        crashes.on(new Output("run-1", "c", "printed"));
        crashes.on(new StepFailed("run-1", "b", 0, 0, Failure.crash("b died", null, null)));
        crashes.on(new StepFailed("run-1", "a", 0, 0, Failure.crash("a died", null, null)));
        Failure ofRun = new Failure("DagsterExecutionError", "a, b", null, null);
        crashes.on(new RunEnded("run-1", "FAILURE", 0, 0, ofRun));

        assertThat(told).hasSize(4).first().isEqualTo(new Output("run-1", "c", "printed"));
        assertThat(((StepFailed) told.get(1)).failure().at().line()).isEqualTo(5);
        assertThat(((StepFailed) told.get(2)).failure().at().line()).isEqualTo(3);
        assertThat(((RunEnded) told.get(3)).failure()).isEqualTo(ofRun);
        assertThat(crashes.runsKept()).isZero();
    }
}
