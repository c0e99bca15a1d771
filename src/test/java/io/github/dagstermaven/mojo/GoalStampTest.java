package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalStampTest {
    private static final Instant NOON = Instant.parse("2024-01-02T12:00:00Z");

    @TempDir
    private Path directory;

    private static GoalStamp stamp(Double until) {
        return new GoalStamp(
                "salt",
                "2024-01-02T11:00:00Z",
                until,
                new TreeSet<>(Set.of("/common/a.py")),
                Map.of("orders.py", "1", "the variable STAGE", "2"));
    }

    @Test
    void nothingDiffersWhenEverythingIsTheSame() {
        assertThat(stamp(null).difference(Map.of("orders.py", "1", "the variable STAGE", "2"), NOON))
                .isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        assertThat(stamp(null).difference(Map.of("orders.py", "0", "the variable STAGE", "2"), NOON))
                .contains("orders.py has changed");
        assertThat(stamp(null).difference(Map.of("orders.py", "1"), NOON)).contains("the variable STAGE is gone");
        assertThat(stamp(null).difference(Map.of("new.py", "1", "orders.py", "1", "the variable STAGE", "2"), NOON))
                .contains("new.py is new");
    }

    @Test
    void aPartitionThatHasComeMeanwhileDiffers() {
        Map<String, String> same = Map.of("orders.py", "1", "the variable STAGE", "2");

        assertThat(stamp(NOON.getEpochSecond() + 1.0).difference(same, NOON)).isEmpty();
        assertThat(stamp((double) NOON.getEpochSecond()).difference(same, NOON)).contains("there is a new partition");
    }

    @Test
    void itIsReadAsItWasWritten() throws IOException {
        Path file = directory.resolve("unchanged/goal.json");

        stamp(5.5).write(file);

        assertThat(GoalStamp.read(file)).contains(stamp(5.5));
    }

    @Test
    void whatIsNoStampIsNone() throws IOException {
        assertThat(GoalStamp.read(directory.resolve("absent"))).isEmpty();
        for (String content : new String[] {"", "{", "[]", "{\"salt\": \"x\"}"}) {
            assertThat(GoalStamp.read(Files.writeString(directory.resolve("broken"), content)))
                    .as(content)
                    .isEmpty();
        }
    }
}
