package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * How a change that cannot be undone is told.
 *
 * @param infinitive what would be done, as {@code delete}
 * @param past what was done, as {@code Deleted}
 * @param noun what it is done to, in the singular
 */
public record ChangeText(String infinitive, String past, String noun) {
    private static final int SHOWN = 20;

    /** What was done. */
    public List<String> done(List<String> subjects) {
        if (subjects.isEmpty()) {
            return List.of("Nothing to " + infinitive);
        }
        return subjects.size() == 1
                ? List.of(past + " " + noun + " " + subjects.get(0))
                : listed(past + " " + Listing.count(subjects.size(), noun) + ":", subjects);
    }

    /** What would have been done. */
    public List<String> notDone(List<String> subjects) {
        return listed(
                "Nothing was changed: this would " + infinitive + " " + Listing.count(subjects.size(), noun), subjects);
    }

    private static List<String> listed(String headline, List<String> subjects) {
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        subjects.stream().limit(SHOWN).map(subject -> "  " + subject).forEach(lines::add);
        if (subjects.size() > SHOWN) {
            lines.add("  … and " + (subjects.size() - SHOWN) + " more");
        }
        return lines;
    }
}
