package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.bridge.Operations.BrokenAsset;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What other code locations are told of that was planned and not made. */
class ShortfallTest {
    private static final String NOT_MADE = "of another code location was not materialised";

    private final Shortfall shortfall = new Shortfall();

    @Test
    void whatIsMadeIsNotBroken() {
        plan("raw", "mon", "tue");
        start("raw", "mon", "tue");
        made("raw", "tue");
        end("FAILURE");
        assertThat(shortfall.broken()).containsExactly(new BrokenAsset("raw", "mon", NOT_MADE));
    }

    @Test
    void aRunThatEndsWellLeavesNothingBrokenWhateverItMade() {
        plan("raw");
        start("raw");
        end("SUCCESS");
        assertThat(shortfall.broken()).isEmpty();
    }

    @Test
    void aPartitionThatUserCodeDoesNotNameIsThatOfItsRun() {
        plan("raw", "mon");
        start("raw", "mon");
        made("raw", null);
        end("FAILURE");
        assertThat(shortfall.broken()).isEmpty();
    }

    @Test
    void whatNeverStartedIsBroken() {
        plan("raw");
        assertThat(shortfall.broken()).containsExactly(new BrokenAsset("raw", null, NOT_MADE));
    }

    @Test
    void aBlockingCheckThatFailedStandsInTheWayUntilItPasses() {
        plan("raw", "mon");
        start("raw", "mon");
        made("raw", "mon");
        check(false);
        end("FAILURE");
        assertThat(shortfall.broken())
                .containsExactly(new BrokenAsset("raw", "mon", "of another code location failed a blocking check"));
        check(true);
        assertThat(shortfall.broken()).isEmpty();
    }

    @Test
    void aBlockingCheckThatFailedBeforeItsAssetIsMadeStandsInTheWayAllTheSame() {
        plan("raw", "mon");
        start("raw", "mon");
        check(false);
        made("raw", "mon");
        end("SUCCESS");
        assertThat(shortfall.broken())
                .containsExactly(new BrokenAsset("raw", "mon", "of another code location failed a blocking check"));
    }

    @Test
    void aBlockingCheckThatPassesTellsNothingOfAnotherNorOfTheAsset() {
        plan("raw");
        start("raw");
        check("complete", false);
        check("good", true);
        assertThat(shortfall.broken())
                .extracting(BrokenAsset::how)
                .first()
                .asString()
                .contains("blocking check");
        check("complete", true);
        end("FAILURE");
        assertThat(shortfall.broken()).containsExactly(new BrokenAsset("raw", null, NOT_MADE));
    }

    private void plan(String asset, String... keys) {
        shortfall.on(new RunEvent.Planned(
                "shop", List.of(new PlannedRun("job", null, List.of(keys), List.of(asset), List.of())), List.of()));
    }

    private void start(String asset, String... keys) {
        shortfall.on(new RunEvent.RunStarted(
                "r1",
                "shop",
                "job",
                null,
                List.of(keys),
                null,
                0,
                List.of(new PlannedStep(asset, List.of(), List.of(asset), List.of()))));
    }

    private void made(String asset, String key) {
        shortfall.on(new RunEvent.AssetMaterialized("r1", asset, asset, key, 0, Map.of()));
    }

    private void check(boolean passed) {
        check("good", passed);
    }

    private void check(String name, boolean passed) {
        shortfall.on(
                new RunEvent.CheckEvaluated("r1", "raw", "raw", name, null, passed, "ERROR", true, null, 0, Map.of()));
    }

    private void end(String status) {
        shortfall.on(new RunEvent.RunEnded("r1", status, 0, 0, null));
    }
}
