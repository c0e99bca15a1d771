package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.Definitions.Job;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which job is meant, when a name may lie in several code locations. */
class JobListTest {
    private static final Job LOAD = job("shop", "main", "load");
    private static final Job REPORT = job("shop", "main", "report");

    @Test
    void theOneOfThatNameOrTheOnlyOneThereIs() {
        assertThat(new JobList(List.of(job("shop", "r", "a"), job("shop", "r", "b")))
                        .only("b")
                        .name())
                .isEqualTo("b");
        assertThat(new JobList(List.of(job("shop", "r", "a"))).only(null).name())
                .isEqualTo("a");
    }

    @Test
    void aNameThatIsUnknownIsToldWithThoseThatAreKnown() {
        Problem problem = problem("c", job("shop", "r", "b"), job("till", "r", "a"));

        assertThat(problem.message()).isEqualTo("There is no job 'c'");
        assertThat(problem.choices()).containsExactly("a", "b");
        assertThat(problem("c").message()).isEqualTo("There is no job 'c'");
        assertThat(problem(null).message()).isEqualTo("There is no job");
        // No name of one would help.
        assertThat(problem(null).parameter()).isNull();
    }

    @Test
    void withoutANameOneOfSeveralIsNotChosen() {
        Problem problem = problem(null, job("shop", "r", "a"), job("shop", "r", "b"));

        assertThat(problem.message()).isEqualTo("There are 2 jobs: which one is meant?");
        assertThat(problem.parameter()).isEqualTo("job");
    }

    @Test
    void aNameThatIsInSeveralPlacesIsAmbiguous() {
        Problem byLocation = problem("a", job("till", "r", "a"), job("shop", "r", "a"));
        Problem byRepository = problem("a", job("shop", "two", "a"), job("shop", "one", "a"));

        assertThat(byLocation.message()).isEqualTo("The job 'a' is defined in 2 code locations");
        assertThat(byLocation.remedy()).isEqualTo("Choose one with <location> or -Ddagster.location=shop");
        assertThat(byRepository.message()).isEqualTo("The job 'a' is defined in 2 repositories");
        assertThat(byRepository.choices()).containsExactly("one", "two");
    }

    @Test
    void oneOfSeveralNeedsAName() {
        assertThat(problem(null, LOAD, REPORT))
                .extracting(Problem::message, Problem::parameter, Problem::choices)
                .containsExactly("There are 2 jobs: which one is meant?", "job", List.of("load", "report"));
    }

    @Test
    void aNameThatNoJobHasIsToldWithThoseThereAre() {
        assertThat(problem("lod", LOAD, REPORT))
                .extracting(Problem::kind, Problem::value, Problem::choices)
                .containsExactly("unknown_name", "lod", List.of("load", "report"));
    }

    @Test
    void aNameInSeveralCodeLocationsNeedsALocation() {
        assertThat(problem("load", LOAD, job("depot", "main", "load")))
                .extracting(Problem::message, Problem::parameter, Problem::choices)
                .containsExactly("The job 'load' is defined in 2 code locations", "location", List.of("depot", "shop"));
    }

    @Test
    void aNameInSeveralRepositoriesOfALocationNeedsARepository() {
        assertThat(problem(null, LOAD, job("shop", "other", "load")))
                .extracting(Problem::parameter, Problem::choices)
                .containsExactly("repository", List.of("main", "other"));
    }

    @Test
    void noJobAtAllIsAnError() {
        assertThat(problem(null).message()).isEqualTo("There is no job");
        // No name of one would help.
        assertThat(problem(null).parameter()).isNull();
    }

    private static Job job(String location, String repository, String name) {
        return Sample.job(name)
                .with("location", location)
                .with("repository", repository)
                .build();
    }

    private static Problem problem(String name, Job... jobs) {
        JobList list = new JobList(List.of(jobs));
        return catchThrowableOfType(PipelineException.class, () -> list.only(name))
                .problems()
                .get(0);
    }
}
