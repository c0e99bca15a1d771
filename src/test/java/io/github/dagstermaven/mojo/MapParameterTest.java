package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import org.junit.jupiter.api.Test;

class MapParameterTest {

    @Test
    void aJsonObjectIsReadInItsOrder() {
        assertThat(MapParameter.parse("tags", "{\"team\": \"data\", \"priority\": 3, \"urgent\": true}"))
                .containsExactly(
                        java.util.Map.entry("team", "data"),
                        java.util.Map.entry("priority", "3"),
                        java.util.Map.entry("urgent", "true"));
    }

    @Test
    void aNestedValueIsKeptAsJson() {
        assertThat(MapParameter.parse("tags", "{\"a\": {\"b\": [1, 2]}}")).containsEntry("a", "{\"b\":[1,2]}");
    }

    @Test
    void textThatIsNoJsonObjectIsRefusedWithBothForms() {
        assertThatThrownBy(() -> MapParameter.parse("tags", "team=data"))
                .isInstanceOf(PipelineException.class)
                .hasMessage("The value of 'tags' is not a JSON object")
                .extracting(e -> ((PipelineException) e).problems().get(0).remedy())
                .isEqualTo("Write it as {\"name\": \"value\"}, or as <tags><name>value</name></tags>");
    }
}
