package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.FailedCheckList.FailedCheck;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedCheckListTest {
    private static final FailedCheck ERROR = new FailedCheck("orders", "positive", "ERROR");
    private static final FailedCheck WARN = new FailedCheck("orders", "fresh", "WARN");

    @Test
    void checksThatFailABuildAreToldWithWhatToDo() {
        FailedCheckList list = new FailedCheckList(List.of(ERROR, WARN));

        assertThat(list.told(CheckSeverityThreshold.ERROR))
                .contains(
                        "1 check failed when last evaluated, without failing a run: orders: positive. Evaluate anew with"
                                + " dagster:check-execute -Ddagster.select=orders");
        assertThat(list.told(CheckSeverityThreshold.WARN).orElseThrow()).startsWith("2 checks failed");
        assertThat(list.told(CheckSeverityThreshold.NEVER)).isEmpty();
    }

    @Test
    void ofManyTheFirstAreNamed() {
        List<FailedCheck> many = IntStream.range(0, 9)
                .mapToObj(number -> new FailedCheck("asset" + number, "fresh", "ERROR"))
                .toList();

        assertThat(new FailedCheckList(many).told(CheckSeverityThreshold.ERROR).orElseThrow())
                .contains("9 checks failed", "asset4: fresh, … and 4 more", "-Ddagster.select=asset0,")
                .doesNotContain("asset5");
    }
}
