package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTextTest {

    @ParameterizedTest
    @CsvSource({"90s,PT90S", "30m,PT30M", "2h,PT2H", "500ms,PT0.5S", "45,PT45S", "' 10 s ',PT10S"})
    void aNumberAndAUnitIsADuration(String text, Duration expected) {
        assertThat(TimeoutText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "0", "0s"})
    void nothingAndZeroMeanNoLimit(String text) {
        assertThat(TimeoutText.parse(text)).isNull();
    }

    @Test
    void anythingElseIsRefusedWithTheFormToWrite() {
        assertThatThrownBy(() -> TimeoutText.parse("soon"))
                .isInstanceOf(PipelineException.class)
                .hasMessage("The timeout 'soon' is not a duration")
                .extracting(e -> ((PipelineException) e).problems().get(0).remedy())
                .isEqualTo("Write a number and a unit, as 90s, 30m or 2h");
    }
}
