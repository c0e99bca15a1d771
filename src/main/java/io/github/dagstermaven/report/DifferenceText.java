package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.DefinitionChange;
import io.github.dagstermaven.dagster.Difference;
import io.github.dagstermaven.dagster.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What differs of a definition, in a few words. */
final class DifferenceText {
    private static final int SHOWN = 5;
    private static final Excerpt VALUE = new Excerpt(120);
    /** Told by hashes, which say nothing to people. */
    private static final Set<String> HASHES = Set.of("code", "configuration");
    /** Texts that may be long: that they differ is all that a line has room for. */
    private static final Set<String> TEXTS = Set.of("description");

    private final UnaryOperator<String> quoted;

    /** How values are quoted. */
    DifferenceText(UnaryOperator<String> quoted) {
        this.quoted = quoted;
    }

    /** What has become of a definition: {@code added}, {@code renamed from orders}. */
    String what(DefinitionChange change) {
        return switch (change.kind()) {
            case ADDED -> "added";
            case REMOVED -> "removed";
            case CHANGED -> "changed";
            case RENAMED -> "renamed from " + quoted.apply(change.formerName());
        };
    }

    /** All that differs. */
    List<String> of(DefinitionChange change) {
        return change.differences().stream().map(this::of).toList();
    }

    private String of(Difference difference) {
        String property = difference.property();
        if (HASHES.contains(property) || TEXTS.contains(property)) {
            return property;
        }
        if (difference.added().isEmpty() && difference.removed().isEmpty()) {
            return property + ": " + value(difference.before()) + " → " + value(difference.after());
        }
        List<String> parts = new ArrayList<>();
        if (!difference.added().isEmpty()) {
            parts.add("+ " + values(difference.added()));
        }
        if (!difference.removed().isEmpty()) {
            parts.add("− " + values(difference.removed()));
        }
        return property + ": " + String.join(", ", parts);
    }

    private String values(List<String> values) {
        List<String> shown = values.stream().limit(SHOWN).map(this::value).toList();
        return values.size() <= SHOWN
                ? String.join(", ", shown)
                : String.join(", ", shown) + ", … and " + (values.size() - SHOWN) + " more";
    }

    private String value(String value) {
        return value == null ? "none" : quoted.apply(VALUE.of(value.strip().replaceAll("\\s*\\R\\s*", " ")));
    }

    /** {@code 12 changes, 2 of them breaking}. */
    static String count(int changes, int breaking) {
        if (changes == 0) {
            return "no changes";
        }
        return Listing.count(changes, "change") + ", " + (breaking == 0 ? "none" : breaking) + " of them breaking";
    }
}
