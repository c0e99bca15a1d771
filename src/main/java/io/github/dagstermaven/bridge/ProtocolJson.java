package io.github.dagstermaven.bridge;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.json.ExactNumbers;
import io.github.dagstermaven.json.RecordsWithoutNullCollections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records to and from the JSON of the protocol: names in snake_case, enums in lower case, an absent list or map read as an
 * empty one. Knows no message by name: a new record needs no edit here.
 */
final class ProtocolJson {
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setObjectToNumberStrategy(new ExactNumbers())
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .serializeNulls()
            .registerTypeAdapter(Instant.class, new InstantAdapter().nullSafe())
            .registerTypeHierarchyAdapter(Path.class, new PathAdapter().nullSafe())
            .registerTypeAdapterFactory(new EnumsInLowerCase())
            .registerTypeAdapterFactory(new RecordsWithoutNullCollections())
            .create();

    private static final Map<String, Class<?>> EVENTS = eventsByName();

    /** Times are seconds since 1970, as Dagster keeps them. */
    private static final class InstantAdapter extends TypeAdapter<Instant> {
        @Override
        public void write(JsonWriter writer, Instant instant) throws IOException {
            writer.value(instant.toEpochMilli() / 1000.0);
        }

        @Override
        public Instant read(JsonReader reader) throws IOException {
            return Instant.ofEpochMilli(Math.round(reader.nextDouble() * 1000));
        }
    }

    private ProtocolJson() {}

    static JsonElement tree(Object record) {
        return GSON.toJsonTree(record);
    }

    static String line(JsonObject message) {
        return GSON.toJson(message) + "\n";
    }

    /** The object on a line; anything else is a {@link JsonParseException}. */
    static JsonObject object(String line) {
        JsonElement element = GSON.fromJson(line, JsonElement.class);
        if (element == null || !element.isJsonObject()) {
            throw new JsonParseException("not a JSON object");
        }
        return element.getAsJsonObject();
    }

    static <T> T read(JsonElement json, Class<T> type) {
        T value = GSON.fromJson(json, type);
        if (value == null) {
            throw new JsonParseException("no " + type.getSimpleName());
        }
        return value;
    }

    static RunEvent event(String name, JsonElement data) {
        Class<?> type = EVENTS.get(name);
        if (type == null) {
            throw new JsonParseException("unknown event \"" + name + "\"");
        }
        return (RunEvent) read(data, type);
    }

    private static Map<String, Class<?>> eventsByName() {
        Map<String, Class<?>> events = new TreeMap<>();
        for (Class<?> event : RunEvent.class.getPermittedSubclasses()) {
            events.put(snakeCase(event.getSimpleName()), event);
        }
        return events;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static final class PathAdapter extends TypeAdapter<Path> {
        @Override
        public void write(JsonWriter out, Path path) throws IOException {
            out.value(path.toString());
        }

        @Override
        public Path read(JsonReader in) throws IOException {
            return Path.of(in.nextString());
        }
    }

    private static final class EnumsInLowerCase implements TypeAdapterFactory {
        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
            Class<? super T> type = token.getRawType();
            return type.isEnum() ? new LowerCase<T>(type).nullSafe() : null;
        }

        private static final class LowerCase<T> extends TypeAdapter<T> {
            private final Class<? super T> type;

            LowerCase(Class<? super T> type) {
                this.type = type;
            }

            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(((Enum<?>) value).name().toLowerCase(Locale.ROOT));
            }

            @Override
            @SuppressWarnings("unchecked")
            public T read(JsonReader in) throws IOException {
                String name = in.nextString();
                return (T) Arrays.stream(type.getEnumConstants())
                        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> new JsonParseException("unknown value \"" + name + "\""));
            }
        }
    }
}
