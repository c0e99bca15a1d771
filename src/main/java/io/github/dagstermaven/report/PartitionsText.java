package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.AddedPartitions;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.PartitionList.Kind;
import io.github.dagstermaven.dagster.PartitionList.Partition;
import io.github.dagstermaven.dagster.PartitionList.Subject;
import io.github.dagstermaven.dagster.PartitionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told of partitions. */
public final class PartitionsText {
    private static final int KEYS_SHOWN = 20;

    private PartitionsText() {}

    /** Partitions as a table, and for each thing that is partitioned how many of them have which status. */
    public static List<String> table(List<Subject> subjects) {
        List<String> lines = new ArrayList<>();
        if (subjects.stream().anyMatch(subject -> !subject.partitions().isEmpty())) {
            boolean several = subjects.size() > 1;
            boolean severalLocations =
                    subjects.stream().map(Subject::location).distinct().count() > 1;
            TextTable table = new TextTable(heading(subjects.get(0).kind()), "Location", "Partition", "Status");
            for (Subject subject : subjects) {
                for (Partition partition : subject.partitions()) {
                    table.row(
                            several ? subject.name() : null,
                            severalLocations ? subject.location() : null,
                            partition.key(),
                            partition.status() == null
                                    ? null
                                    : partition.status().words());
                }
            }
            lines.addAll(table.lines());
            lines.add("");
        }
        subjects.stream().map(PartitionsText::summary).forEach(lines::add);
        return subjects.isEmpty() ? List.of("Nothing is partitioned") : lines;
    }

    private static String heading(Kind kind) {
        return switch (kind) {
            case ASSET -> "Asset";
            case JOB -> "Job";
            case PARTITIONS_DEFINITION -> "Partitions definition";
        };
    }

    private static String summary(Subject subject) {
        String number = Listing.count(subject.number(), "partition");
        String shown = subject.number() == subject.partitions().size()
                ? ""
                : shown(subject.partitions().size());
        String counts = Stream.of(PartitionStatus.values())
                .filter(subject.counts()::containsKey)
                .map(status -> subject.counts().get(status) + " " + status.words())
                .collect(Collectors.joining(", "));
        return subject.name() + ": " + number + shown + (counts.isEmpty() ? "" : ": " + counts);
    }

    private static String shown(int number) {
        return number == 1 ? " (the last one is shown)" : " (the last " + number + " are shown)";
    }

    /** What was added to a partitions definition, and what was there. */
    public static List<String> added(String partitionsDefinition, AddedPartitions change) {
        List<String> lines = new ArrayList<>();
        if (!change.added().isEmpty()) {
            lines.add("Added " + Listing.count(change.added().size(), "partition") + " to " + partitionsDefinition
                    + ": " + Listing.some(change.added(), KEYS_SHOWN));
        }
        if (!change.existing().isEmpty()) {
            lines.add("Already there: " + Listing.some(change.existing(), KEYS_SHOWN));
        }
        return lines;
    }
}
