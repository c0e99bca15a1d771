package io.github.dagstermaven.report;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.stream.JsonWriter;
import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import io.github.dagstermaven.json.ExactNumbers;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Records to JSON for others to read, and back: camelCase, ISO instants, no secrets, the same text for the same data. */
final class JsonDocument {
    /** What this plugin writes of itself, and reads again: no text of the user's. */
    private static final Set<String> OURS =
            Set.of("buildId", "runId", "retryOf", "status", "outcome", "severity", "startedAt");

    private final Gson gson;
    private final Secrets secrets;
    private final UnaryOperator<String> shown;

    private JsonDocument(GsonBuilder builder, Secrets secrets, UnaryOperator<String> shown) {
        this.gson = builder.create();
        this.shown = shown;
        this.secrets = secrets;
    }

    /** Places in the code from the project's folder, maps in the order they have, no text above 100,000 characters. */
    static JsonDocument ordered(SourcePaths paths, Secrets secrets) {
        return new JsonDocument(
                builder().registerTypeAdapter(SourceLocation.class, places(paths::shortest)),
                secrets,
                new Excerpt(100_000)::of);
    }

    /** Nothing in it depends on the machine: paths from the project's folder, maps sorted by key. */
    static JsonDocument portable(SourcePaths paths, Secrets secrets) {
        JsonSerializer<Map<?, ?>> sorted = (map, type, context) -> {
            JsonObject object = new JsonObject();
            for (Object key : new TreeSet<>(map.keySet())) {
                object.add(String.valueOf(key), context.serialize(map.get(key)));
            }
            return object;
        };
        return new JsonDocument(
                builder()
                        .registerTypeAdapter(SourceLocation.class, places(paths::portable))
                        .registerTypeHierarchyAdapter(Map.class, sorted),
                secrets,
                UnaryOperator.identity());
    }

    /**
     * For a page that is looked at: as short as it can be, paths as in {@link #portable}, no text above 20,000 characters, and none
     * of what tells a terminal its colours.
     */
    static JsonDocument embedded(SourcePaths paths, Secrets secrets) {
        Excerpt longest = new Excerpt(20_000);
        return new JsonDocument(
                builder()
                        .setFormattingStyle(FormattingStyle.COMPACT)
                        .registerTypeAdapter(SourceLocation.class, places(paths::portable)),
                secrets,
                text -> longest.of(ControlCharacters.removedFromText(text)));
    }

    private static JsonSerializer<SourceLocation> places(UnaryOperator<String> path) {
        return (at, type, context) -> {
            String file = path.apply(at.file());
            return file == null
                    ? JsonNull.INSTANCE
                    : new Gson().toJsonTree(new SourceLocation(file, at.line(), at.source()));
        };
    }

    private static GsonBuilder builder() {
        JsonSerializer<Instant> toText = (instant, type, context) -> new JsonPrimitive(instant.toString());
        JsonDeserializer<Instant> fromText = (text, type, context) -> Instant.parse(text.getAsString());
        return new GsonBuilder()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                // Metadata may hold NaN, which is no JSON: let through here, written as text below.
                .serializeSpecialFloatingPointValues()
                // In metadata they are a value of the user's; elsewhere they are taken out below.
                .serializeNulls()
                .setObjectToNumberStrategy(new ExactNumbers())
                .registerTypeAdapter(Instant.class, toText)
                .registerTypeAdapter(Instant.class, fromText);
    }

    /** A tree without secrets. */
    JsonElement tree(Object value) {
        return clean(gson.toJsonTree(value), false);
    }

    /** Its text, with a line end at the end. */
    String text(JsonElement tree) {
        return gson.toJson(tree) + "\n";
    }

    /**
     * Writes a record as one document, led by the address and the version of its schema; of its lists one element after the other, since they
     * may be longer than memory is wide as a tree.
     */
    void write(Writer out, JsonSchema schema, Record record) throws IOException {
        JsonWriter writer = gson.newJsonWriter(out);
        writer.beginObject();
        writer.name("$schema").value(schema.id());
        writer.name("schemaVersion").value(schema.version());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = component.getName();
            if (valueOf(component, record) instanceof List<?> list) {
                writer.name(name).beginArray();
                for (Object element : list) {
                    gson.toJson(tree(element), writer);
                }
                writer.endArray();
            } else {
                JsonObject property = new JsonObject();
                property.add(name, gson.toJsonTree(valueOf(component, record)));
                for (Map.Entry<String, JsonElement> kept :
                        clean(property, false).getAsJsonObject().entrySet()) {
                    gson.toJson(kept.getValue(), writer.name(kept.getKey()));
                }
            }
        }
        writer.endObject().flush();
        out.write("\n");
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    <T> T read(Reader text, Class<T> type) {
        return gson.fromJson(text, type);
    }

    /**
     * An element without secrets.
     *
     * @param users whether its keys are the user's; ours are never masked, since the file could not be read again
     */
    private JsonElement clean(JsonElement element, boolean users) {
        if (element instanceof JsonObject object) {
            JsonObject cleaned = new JsonObject();
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                String key = entry.getKey();
                if (!users && entry.getValue().isJsonNull()) {
                    continue;
                }
                cleaned.add(
                        users ? shown.apply(secrets.mask(key)) : key,
                        !users && OURS.contains(key)
                                ? entry.getValue()
                                : clean(entry.getValue(), users || key.equals("metadata") || key.equals("tags")));
            }
            return cleaned;
        }
        if (element instanceof JsonArray array) {
            JsonArray cleaned = new JsonArray(array.size());
            array.forEach(item -> cleaned.add(clean(item, users)));
            return cleaned;
        }
        return element instanceof JsonPrimitive primitive ? clean(primitive) : element;
    }

    private JsonPrimitive clean(JsonPrimitive primitive) {
        if (primitive.isString()) {
            return new JsonPrimitive(shown.apply(secrets.mask(primitive.getAsString())));
        }
        boolean noJson =
                primitive.isNumber() && primitive.getAsNumber() instanceof Double number && !Double.isFinite(number);
        return noJson ? new JsonPrimitive(primitive.getAsString()) : primitive;
    }
}
