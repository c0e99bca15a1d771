package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.PartitionTerm;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionParametersTest {
    private static PartitionParameters given(String partition, String range, String... terms) {
        return new PartitionParameters(partition, range, Arrays.asList(terms), false, 100);
    }

    private static Problem problem(PartitionParameters parameters) {
        List<Problem> problems = catchThrowableOfType(PipelineException.class, parameters::selection)
                .problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void nothingGivenSelectsNothing() {
        assertThat(given(null, null, "", " ").selection()).isEmpty();
        assertThat(new PartitionParameters(null, null, null, true, 1).selection()).isEmpty();
    }

    @Test
    void theKeyOfOnePartitionIsTakenAsItIs() {
        PartitionSelection selection = given("all", null).selection().orElseThrow();
        assertThat(selection.parameter()).isEqualTo("partition");
        assertThat(selection.terms())
                .extracting(PartitionTerm::kind, PartitionTerm::keys)
                .containsExactly(tuple(PartitionTerm.Kind.KEY, List.of("all")));
    }

    @Test
    void twoWaysAtOnceAreAnError() {
        Problem problem = problem(given("a", null, "latest:7"));
        assertThat(problem.message())
                .isEqualTo("The partitions are given in more than one way: partition, partitions");
        assertThat(problem.parameter()).isEqualTo("partitions");
        assertThat(problem(given("a", "a...b")).parameter()).isEqualTo("partitionRange");
    }

    @Test
    void atMostNoPartitionIsAnError() {
        Problem problem = problem(new PartitionParameters(null, null, List.of("all"), false, 0));
        assertThat(problem.parameter()).isEqualTo("maxPartitions");
        assertThat(problem.value()).isEqualTo("0");
    }
}
