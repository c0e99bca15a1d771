package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.AddedPartitions;
import io.github.dagstermaven.dagster.PartitionList.Kind;
import io.github.dagstermaven.dagster.PartitionList.Partition;
import io.github.dagstermaven.dagster.PartitionList.Subject;
import io.github.dagstermaven.dagster.PartitionStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people are told of partitions. */
class PartitionsTextTest {
    private static final Subject SALES = subject(
            "sales",
            Map.of(PartitionStatus.FAILED, 1, PartitionStatus.MATERIALIZED, 2),
            partition("mon", PartitionStatus.MATERIALIZED),
            partition("tue", PartitionStatus.FAILED),
            partition("wed", PartitionStatus.MATERIALIZED));

    @Test
    void eachPartitionHasItsStatusAndAllAreCounted() {
        assertThat(PartitionsText.table(List.of(SALES)))
                .containsExactly(
                        "Partition  Status",
                        "---------  ------------",
                        "mon        materialised",
                        "tue        failed",
                        "wed        materialised",
                        "",
                        "sales: 3 partitions: 2 materialised, 1 failed");
    }

    @Test
    void severalAssetsAreNamedAndWhatIsNotShownIsSaid() {
        Subject visits = new Subject(
                Kind.ASSET,
                "visits",
                "shop",
                "__repository__",
                8,
                Map.of(PartitionStatus.IN_PROGRESS, 1, PartitionStatus.MISSING, 7),
                List.of(partition("sun", PartitionStatus.IN_PROGRESS)));

        assertThat(PartitionsText.table(List.of(SALES, visits)))
                .contains("Asset   Partition  Status", "visits  sun        in progress")
                .endsWith(
                        "sales: 3 partitions: 2 materialised, 1 failed",
                        "visits: 8 partitions (the last one is shown): 7 missing, 1 in progress");
    }

    @Test
    void withoutPartitionsThereIsNoTable() {
        assertThat(PartitionsText.table(List.of(subject("sales", Map.of())))).containsExactly("sales: 0 partitions");
        assertThat(PartitionsText.table(List.of())).containsExactly("Nothing is partitioned");
    }

    @Test
    void whatWasThereIsToldApartFromWhatIsNew() {
        assertThat(PartitionsText.added("regions", new AddedPartitions(List.of("north", "west"), List.of("south"))))
                .containsExactly("Added 2 partitions to regions: north, west", "Already there: south");
        assertThat(PartitionsText.added("regions", new AddedPartitions(List.of(), List.of("south"))))
                .containsExactly("Already there: south");
    }

    private static Subject subject(String name, Map<PartitionStatus, Integer> counts, Partition... partitions) {
        return new Subject(Kind.ASSET, name, "shop", "__repository__", partitions.length, counts, List.of(partitions));
    }

    private static Partition partition(String key, PartitionStatus status) {
        return new Partition(key, Map.of(), status);
    }
}
