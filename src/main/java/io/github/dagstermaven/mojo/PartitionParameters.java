package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PartitionGrammar;
import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.PartitionTerm;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which partitions, as goals take them: one key, a range, or any terms; and what holds for all of these. */
record PartitionParameters(String partition, String range, List<String> terms, boolean create, int most) {
    private static final String KEY = "partition";
    private static final String RANGE = "partitionRange";
    private static final String TERMS = "partitions";

    /**
     * What they select; empty when none is given.
     *
     * @throws PipelineException more than one is given, or one is malformed
     */
    Optional<PartitionSelection> selection() {
        List<String> given = Given.values(terms);
        List<String> names = Stream.of(
                        partition == null ? null : KEY, range == null ? null : RANGE, given.isEmpty() ? null : TERMS)
                .filter(name -> name != null)
                .toList();
        if (most < 1) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "At most " + most + " partitions are allowed",
                    "number",
                    String.valueOf(most),
                    "maxPartitions",
                    List.of(),
                    "Give a number of at least 1"));
        }
        if (names.size() > 1) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "The partitions are given in more than one way: " + String.join(", ", names),
                    names.get(names.size() - 1),
                    "Give one of <partition> (-Ddagster.partition), <partitionRange> (-Ddagster.partitionRange) and"
                            + " <partitions> (-Ddagster.partitions)"));
        }
        return names.stream().findFirst().map(name -> new PartitionSelection(terms(name, given), name, create, most));
    }

    private List<PartitionTerm> terms(String name, List<String> given) {
        return switch (name) {
            case KEY -> List.of(PartitionGrammar.key(partition));
            case RANGE -> List.of(new PartitionGrammar(name).range(range));
            default -> new PartitionGrammar(name).terms(given);
        };
    }
}
