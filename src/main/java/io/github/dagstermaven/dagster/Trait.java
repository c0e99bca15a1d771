package io.github.dagstermaven.dagster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a definition says of itself, so that two can be compared.
 *
 * @param name what it is, in words
 * @param value a text, number, truth value, list, map or null
 * @param modifies whether another value may make other data
 * @param rule when another value breaks what relies on the definition
 */
record Trait(String name, Object value, boolean modifies, Rule rule) {

    /** Why another value breaks what relies on the definition; null when it does not. */
    @FunctionalInterface
    interface Rule {
        String breaks(Object before, Object after);
    }

    /** Another value breaks nothing. */
    static final Rule HARMLESS = (before, after) -> null;

    /** One that only describes. */
    static Trait told(String name, Object value) {
        return new Trait(name, value, false, HARMLESS);
    }

    /** One that decides when something happens, not what. */
    static Trait told(String name, Object value, Rule rule) {
        return new Trait(name, value, false, rule);
    }

    /** One that decides what is made. */
    static Trait made(String name, Object value) {
        return new Trait(name, value, true, HARMLESS);
    }

    /** One that decides what is made. */
    static Trait made(String name, Object value, Rule rule) {
        return new Trait(name, value, true, rule);
    }

    /** What differs from the same trait of another manifest. */
    Optional<Difference> since(Trait before) {
        if (Objects.equals(compared(before.value), compared(value))) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                name,
                text(before.value, value),
                text(value, before.value),
                beyond(value, before.value),
                beyond(before.value, value),
                rule.breaks(before.value, value),
                modifies));
    }

    private static Object compared(Object value) {
        return value instanceof Definitions.Partitions partitions ? partitions.withoutWords() : value;
    }

    private static String text(Object value, Object other) {
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof Definitions.Partitions partitions) {
            return PartitionsWords.of(partitions, other instanceof Definitions.Partitions others ? others : null);
        }
        if (value instanceof Collection || value instanceof Map) {
            List<String> elements = elements(value);
            return elements.isEmpty() ? null : String.join(", ", elements);
        }
        return value.toString();
    }

    /** What one list or map has and another one does not. */
    private static List<String> beyond(Object value, Object other) {
        List<String> elements = new ArrayList<>(elements(value));
        elements.removeAll(elements(other));
        return elements;
    }

    private static List<String> elements(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection.stream().map(String::valueOf).toList();
        }
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<>(map)
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList();
        }
        return List.of();
    }
}
