package io.github.dagstermaven.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Map;
import java.util.stream.Collectors;

/** Values that user code reported, as text: what has parts as JSON, a text without quotes. */
final class MetadataText {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .serializeSpecialFloatingPointValues()
            .create();

    private MetadataText() {}

    static String of(Object value) {
        return value instanceof String text ? text : GSON.toJson(value);
    }

    /** {@code name: value}. */
    static String entry(Map.Entry<String, Object> metadata) {
        return metadata.getKey() + ": " + of(metadata.getValue());
    }

    /** {@code {name: value, …}} on one line. */
    static String all(Map<String, Object> metadata) {
        return metadata.entrySet().stream().map(MetadataText::entry).collect(Collectors.joining(", ", "{", "}"));
    }
}
