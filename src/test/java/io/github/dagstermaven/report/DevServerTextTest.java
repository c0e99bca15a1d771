package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.EndedDevServer;
import io.github.dagstermaven.dagster.StartedDevServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dev server takes up runs and gives up runs: both are told. */
class DevServerTextTest {
    @Test
    void runsThatWaitInTheQueueAreTold() {
        assertThat(DevServerText.queued(started(0))).isEmpty();
        assertThat(DevServerText.queued(started(1)))
                .containsExactly("1 run waits in the queue of this home: the dev server launches it");
        assertThat(DevServerText.queued(started(2)))
                .containsExactly("2 runs wait in the queue of this home: the dev server launches them");
    }

    @Test
    void runsThatEndWithItAreNamed() {
        assertThat(DevServerText.ended(new EndedDevServer(List.of()))).containsExactly("The dev server is stopped");
        assertThat(DevServerText.ended(new EndedDevServer(List.of("4711 (refresh, STARTED)"))))
                .containsExactly(
                        "The dev server is stopped",
                        "1 run was in progress, recorded as CANCELED now:",
                        "  4711 (refresh, STARTED)");
    }

    private static StartedDevServer started(int queuedRuns) {
        return new StartedDevServer("http://localhost:3000", List.of("shop"), queuedRuns, List.of());
    }
}
