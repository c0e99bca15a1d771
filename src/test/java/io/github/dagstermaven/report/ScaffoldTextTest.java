package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.ScaffoldedDefinition;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaffoldTextTest {
    private static final SourceLocation CODE =
            new SourceLocation("/home/ada/shop/assets/orders.py", 7, "def orders():");
    private static final SourceLocation LIST = new SourceLocation("/home/ada/shop/definitions.py", 12, "orders,");

    private final ScaffoldText text = new ScaffoldText(Path.of("/home/ada"));

    @Test
    void tellsWhereTheCodeIsAndWhatListsIt() {
        assertThat(text.of(new ScaffoldedDefinition("asset", "orders", "orders", false, CODE, false, LIST)))
                .containsExactly(
                        "Added the asset orders: shop/assets/orders.py:7",
                        "Listed in shop/definitions.py:12",
                        "Dagster loads it, beside everything that there was before",
                        "Run it: mvn dagster:asset-materialize -Ddagster.select=orders");
    }

    @Test
    void aNewFileThatIsFoundIsListedNowhere() {
        assertThat(text.of(new ScaffoldedDefinition("asset", "raw/orders", "orders", true, CODE, true, null)))
                .containsExactly(
                        "Added the asset raw/orders: shop/assets/orders.py:7 (a new file)",
                        "Dagster loads it, beside everything that there was before",
                        "Run it: mvn dagster:asset-materialize -Ddagster.select='key:\"raw/orders\"'"
                                + " (its latest partition; another one with -Ddagster.partition)");
    }

    @ParameterizedTest
    @CsvSource({
        "job, Run it: mvn dagster:job-execute -Ddagster.job=new",
        "schedule, Try it: mvn dagster:schedule-preview -Ddagster.scheduleName=new",
        "sensor, Try it: mvn dagster:sensor-preview -Ddagster.sensorName=new",
        "resource, Use it: give an asset the parameter new: NewResource",
    })
    void tellsWhatToTypeNext(String subject, String line) {
        assertThat(text.of(new ScaffoldedDefinition(subject, "new", "NewResource", false, CODE, false, LIST)))
                .last()
                .isEqualTo(line);
    }
}
