package io.github.dagstermaven.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ExactNumbersTest {

    @Test
    void whatFitsIsALong() {
        assertThat(ExactNumbers.of("3")).isEqualTo(3L);
        assertThat(ExactNumbers.of("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(ExactNumbers.of("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsLongerLosesNoDigit() {
        assertThat(ExactNumbers.of("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(ExactNumbers.of("1000000000000000000000000000000")).hasToString("1000000000000000000000000000000");
    }

    @Test
    void aFractionIsWrittenAsItWas() {
        assertThat(ExactNumbers.of("12345678.9"))
                .isEqualTo(new BigDecimal("12345678.9"))
                .hasToString("12345678.9");
        assertThat(ExactNumbers.of("0.1")).hasToString("0.1");
        assertThat(ExactNumbers.of("1e+30")).hasToString("1E+30");
    }
}
