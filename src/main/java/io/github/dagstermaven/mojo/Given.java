package io.github.dagstermaven.mojo;

import java.util.List;

/** What counts as given: as Maven leaves out an empty tag, an empty property ({@code -Ddagster.select=}) says nothing either. */
final class Given {
    private Given() {}

    /** The text; null when it is blank. */
    static String text(String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** The values that are not blank, without the blanks around commas; none for null. */
    static List<String> values(List<String> values) {
        return values == null
                ? List.of()
                : values.stream()
                        .filter(value -> value != null && !value.isBlank())
                        .map(String::strip)
                        .toList();
    }
}
