package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTimeTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T00:00:00Z", "2026-11-22T01:00:00+01:00", "1795305600"})
    void isReadAsMavensOwnPluginsReadIt(String text) {
        assertThat(EntryTime.parse(text).local()).isEqualTo(LocalDateTime.of(2026, 11, 22, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "${project.build.outputTimestamp}"})
    void isTheSameInEveryBuildWhenNothingIsSaid(String text) {
        assertThat(EntryTime.parse(text)).isEqualTo(EntryTime.parse(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "1970-01-01T00:00:00Z", "99999999999999999999"})
    void isRefusedWhenAZipCannotHaveIt(String text) {
        assertThatThrownBy(() -> EntryTime.parse(text))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("'" + text + "' is not a time that a zip can have");
    }

    @Test
    void countsOneDigitAsSeconds() {
        assertThatThrownBy(() -> EntryTime.parse("0")).isInstanceOf(PipelineException.class);
    }
}
