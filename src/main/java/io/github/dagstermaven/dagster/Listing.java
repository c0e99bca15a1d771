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
}
