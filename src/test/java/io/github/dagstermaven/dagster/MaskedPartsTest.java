package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedPartsTest {
    private final MaskedParts parts = new MaskedParts(new Secrets(Map.of("TOKEN", "correct\"horse")));

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 999, 1_000, 1_001, 1_005, 1_012, 1_013, 1_014, 1_500})
    void aSecretIsSeenWhereverTheTextIsParted(int length) {
        String text = "x".repeat(1_000) + "correct\"horse" + "y".repeat(1_000);

        String told = parts.part(text.substring(0, length)) + parts.last(text.substring(length));

        assertThat(told).isEqualTo("x".repeat(1_000) + Secrets.MASK + "y".repeat(1_000));
    }

    @Test
    void aSecretInManySmallPartsIsSeen() {
        StringBuilder told = new StringBuilder();
        "before correct\\\\\"horse after"
                .chars()
                .forEach(character -> told.append(parts.part(Character.toString(character))));

        assertThat(told.append(parts.last(""))).hasToString("before ******** after");
    }

    @Test
    void withoutSecretsNothingIsHeldBack() {
        assertThat(new MaskedParts(Secrets.none()).part("part")).isEqualTo("part");
    }

    @Test
    void halvesOfACharacterStayTogether() {
        assertThat(parts.part("😀".repeat(300) + "x")).matches("(😀)+");
        assertThat(parts.last("")).matches("(😀)+x");
    }
}
