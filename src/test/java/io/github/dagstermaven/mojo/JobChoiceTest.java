package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job is named, or is the only one; what may mean several is refused. */
class JobChoiceTest {
    private static final Job LOAD = job("shop", "main", "load");
    private static final Job REPORT = job("shop", "main", "report");

    @Test
    void theJobOfThatNameIsChosen() {
        assertThat(JobChoice.of(List.of(LOAD, REPORT), "report")).isEqualTo(REPORT);
    }

    @Test
    void theOnlyJobNeedsNoName() {
        assertThat(JobChoice.of(List.of(LOAD), null)).isEqualTo(LOAD);
    }

    @Test
    void oneOfSeveralNeedsAName() {
        assertThat(refused(List.of(LOAD, REPORT), null))
                .extracting(Problem::message, Problem::parameter, Problem::choices)
                .containsExactly("There are 2 jobs: which one is meant?", "job", List.of("load", "report"));
    }

    @Test
    void aNameThatNoJobHasIsToldWithThoseThereAre() {
        assertThat(refused(List.of(LOAD, REPORT), "lod"))
                .extracting(Problem::kind, Problem::value, Problem::choices)
                .containsExactly("unknown_name", "lod", List.of("load", "report"));
    }

    @Test
    void aNameInSeveralCodeLocationsNeedsALocation() {
        assertThat(refused(List.of(LOAD, job("depot", "main", "load")), "load"))
                .extracting(Problem::message, Problem::parameter, Problem::choices)
                .containsExactly(
                        "The job 'load' is defined in more than one code location",
                        "location",
                        List.of("depot", "shop"));
    }

    @Test
    void aNameInSeveralRepositoriesOfALocationNeedsARepository() {
        assertThat(refused(List.of(LOAD, job("shop", "other", "load")), null))
                .extracting(Problem::parameter, Problem::choices)
                .containsExactly("repository", List.of("main", "other"));
    }

    @Test
    void noJobAtAllIsAnError() {
        assertThat(refused(List.of(), null).message()).isEqualTo("There is no job");
    }

    private static Problem refused(List<Job> jobs, String name) {
        Problem[] problem = new Problem[1];
        assertThatThrownBy(() -> JobChoice.of(jobs, name))
                .asInstanceOf(type(PipelineException.class))
                .satisfies(refusal -> problem[0] = refusal.problems().get(0));
        return problem[0];
    }

    private static Job job(String location, String repository, String name) {
        return new Job(location, repository, name, null, Map.of(), List.of("op"), List.of(), null, null);
    }
}
