package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which goals lint holds up. */
class LintGoalsTest {
    @Test
    void aRetryIsNotHeldUpByLint() {
        assertThat(parameters(RunRetryMojo.class))
                .contains("rerunFailing")
                .doesNotContain("lint", "failOnLint", "appendAssets", "baseline");
        assertThat(new RunRetryMojo().lintVerdict()).isEmpty();
        assertThat(Stream.of(AssetMaterializeMojo.class, JobExecuteMojo.class, CheckExecuteMojo.class))
                .allSatisfy(goal ->
                        assertThat(parameters(goal)).contains("lint", "failOnLint", "appendAssets", "baseline"));
    }

    private static Stream<String> parameters(Class<?> goal) {
        return Stream.<Class<?>>iterate(goal, type -> type != null, type -> type.getSuperclass())
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .map(Field::getName);
    }
}
