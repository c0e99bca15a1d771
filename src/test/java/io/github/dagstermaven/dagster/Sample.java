package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import io.github.dagstermaven.dagster.Definitions.Resource;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A definition by what a test is about: what it leaves out is absent, in the code location {@code shop}. So a record may get one more
 * component, and no test has to be told.
 */
public final class Sample<R extends Record> {
    private final Class<R> type;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Sample(Class<R> type) {
        this.type = type;
    }

    /** One of any kind. */
    public static <R extends Record> Sample<R> of(Class<R> type) {
        Sample<R> sample = new Sample<>(type);
        if (sample.has("repository")) {
            sample.with("location", "shop").with("repository", "__repository__");
        }
        return sample;
    }

    /** An asset of the default group that can be materialised. */
    public static Sample<Asset> asset(String key) {
        return of(Asset.class).with("key", key).with("group", "default").with("materializable", true);
    }

    /** A check that does not block. */
    public static Sample<AssetCheck> check(String asset, String name) {
        return of(AssetCheck.class).with("asset", asset).with("name", name);
    }

    /** A job without ops and assets. */
    public static Sample<Job> job(String name) {
        return of(Job.class).with("name", name);
    }

    /** A resource of a type. */
    public static Sample<Resource> resource(String name, String type) {
        return of(Resource.class).with("name", name).with("type", type);
    }

    /** A partitions definition of a type, without words. */
    public static Sample<Partitions> partitions(String type) {
        return of(Partitions.class).with("type", type).with("description", "");
    }

    /** Windows of time from a start, as Dagster writes them for {@code cron}. */
    public static Sample<Partitions> windows(String start, String cron) {
        return partitions("time_window")
                .with("start", start)
                .with("cron", cron)
                .with("timezone", "UTC")
                .with("format", "%Y-%m-%d")
                .with("endOffset", 0);
    }

    /** The same with a component of that name and value. */
    public Sample<R> with(String component, Object value) {
        if (!has(component)) {
            throw new IllegalArgumentException("A " + type.getSimpleName() + " has no " + component);
        }
        values.put(component, value);
        return this;
    }

    /** The record. */
    public R build() {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = Arrays.stream(components)
                .map(component -> values.getOrDefault(component.getName(), absent(component.getType())))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName() + " of " + values, e);
        }
    }

    private boolean has(String component) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(one -> one.getName().equals(component));
    }

    private static Object absent(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return type == boolean.class ? Boolean.FALSE : type == double.class ? (Object) 0.0 : null;
    }
}
