package io.github.dagstermaven.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsWithoutNullCollectionsTest {
    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapterFactory(new RecordsWithoutNullCollections())
            .create();

    private record Shelf(String name, List<String> books, Map<String, Integer> prices, List<Shelf> below) {}

    @Test
    void absentListsAndMapsAreReadAsEmptyOnes() {
        assertThat(GSON.fromJson("{\"books\": null, \"below\": [{\"name\": \"low\"}]}", Shelf.class))
                .isEqualTo(new Shelf(
                        null, List.of(), Map.of(), List.of(new Shelf("low", List.of(), Map.of(), List.of()))));
    }

    @Test
    void whatIsThereIsReadAsItIs() {
        Shelf full = new Shelf("top", List.of("a"), Map.of("a", 3), List.of());
        assertThat(GSON.fromJson(GSON.toJson(full), Shelf.class)).isEqualTo(full);
        assertThat(GSON.fromJson("null", Shelf.class)).isNull();
    }
}
