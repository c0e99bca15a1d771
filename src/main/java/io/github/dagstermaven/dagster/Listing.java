package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.stream.Collectors;

/** How things are counted and listed in everything that people read. */
public final class Listing {
    private Listing() {}

    /** {@code 1 asset}, {@code 3 assets}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The first of many, and how many more there are. */
    public static String some(List<String> names, int most) {
        String shown = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() <= most ? shown : shown + ", … and " + (names.size() - most) + " more";
    }

    /** {@code 'a'}, {@code 'a' or 'b'}, {@code 'a', 'b' or 'c'}. */
    public static String alternatives(List<String> names) {
        if (names.size() == 1) {
            return quoted(names.get(0));
        }
        String first =
                names.subList(0, names.size() - 1).stream().map(Listing::quoted).collect(Collectors.joining(", "));
        return first + " or " + quoted(names.get(names.size() - 1));
    }

    private static String quoted(String name) {
        return "'" + name + "'";
    }
}
