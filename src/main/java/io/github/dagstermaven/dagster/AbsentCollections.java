package io.github.dagstermaven.dagster;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;

/** Spares every reader of a record the question whether a list is null: absent and empty mean the same. */
public final class AbsentCollections {
    private AbsentCollections() {}

    /**
     * The record with an empty list or map where it has none.
     *
     * @param record a record that was read from JSON, or null
     */
    @SuppressWarnings("unchecked")
    public static <T> T empty(T record) {
        if (record == null) {
            return null;
        }
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
