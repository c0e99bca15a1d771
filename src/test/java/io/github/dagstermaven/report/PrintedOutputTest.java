package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.Secrets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintedOutputTest {
    private final RecordingConsole console = new RecordingConsole(false);
    private final PrintedOutput output = new PrintedOutput(console, new Secrets(Map.of("TOKEN", "hunter22")));

    @Test
    void aLineIsMarkedAsTheUsersAndMasked() {
        output.on(new RunEvent.Output("token=hunter22"));

        assertThat(console.text()).isEqualTo("[INFO] | token=********\n");
    }

    @Test
    void aWarningOfPythonIsAWarning() {
        output.on(new RunEvent.Output("/shop/assets.py:12: DeprecationWarning: old"));

        assertThat(console.text()).startsWith("[WARN").contains("| /shop/assets.py:12: DeprecationWarning: old");
    }

    @Test
    void whatATerminalMightTakeForACommandIsLeftOut() {
        output.on(new RunEvent.Output("a\u0000b\u0007c\td"));

        assertThat(console.text()).isEqualTo("[INFO] | abc\td\n");
    }

    @Test
    void theColoursOfAProgramAreLeftOut() {
        output.on(new RunEvent.Output("\u001B[32m2024-01-02\u001B[0m - ready"));

        assertThat(console.text()).isEqualTo("[INFO] | 2024-01-02 - ready\n");
    }
}
