package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnchangedGoalTest {
    @Test
    void aGoalThatHasItsWorkFromTheInstanceIsNotToBeSkipped() {
        assertThat(parameters(RunRetryMojo.class)).contains("rerunFailing").doesNotContain("skipUnchanged");
        assertThat(Stream.of(AssetMaterializeMojo.class, JobExecuteMojo.class, CheckExecuteMojo.class))
                .allSatisfy(goal -> assertThat(parameters(goal)).contains("skipUnchanged"));
    }

    private static Stream<String> parameters(Class<?> goal) {
        return Stream.<Class<?>>iterate(goal, type -> type != null, type -> type.getSuperclass())
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .map(Field::getName);
    }
}
