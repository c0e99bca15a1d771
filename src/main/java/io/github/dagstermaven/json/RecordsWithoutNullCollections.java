package io.github.dagstermaven.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;

/**
 * Reads records with an empty list or map where the JSON has none: spares everybody who is given one the question whether a list is
 * null. Writes them as they are.
 */
public final class RecordsWithoutNullCollections implements TypeAdapterFactory {
    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        if (!token.getRawType().isRecord()) {
            return null;
        }
        TypeAdapter<T> plain = gson.getDelegateAdapter(this, token);
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                plain.write(out, value);
            }

            @Override
            public T read(JsonReader in) throws IOException {
                T read = plain.read(in);
                return read == null ? null : withEmpty(read);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T> T withEmpty(T record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        boolean changed = false;
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                arguments[i] = accessor.invoke(record);
                if (arguments[i] == null && (types[i] == List.class || types[i] == Map.class)) {
                    arguments[i] = types[i] == List.class ? List.of() : Map.of();
                    changed = true;
                }
            }
            if (!changed) {
                return record;
            }
            Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (T) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read a " + record.getClass().getSimpleName(), e);
        }
    }
}
