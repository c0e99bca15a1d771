package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.ModifiedAssets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What has changed since a baseline, and what a selection by that means, in a line. */
public final class StateSelectionText {
    private static final int SHOWN = 5;

    private StateSelectionText() {}

    /** What of the assets is new or modified: {@code 2 assets are new (a, b) and 1 is modified (c)}. */
    public static String changes(ModifiedAssets changed) {
        List<String> parts = new ArrayList<>();
        add(parts, "new", List.copyOf(changed.added()));
        add(
                parts,
                "modified",
                changed.modified().stream()
                        .filter(key -> !changed.added().contains(key))
                        .toList());
        return parts.isEmpty() ? "no asset is new or modified" : String.join(" and ", parts);
    }

    private static void add(List<String> parts, String state, List<String> keys) {
        if (!keys.isEmpty()) {
            String number = parts.isEmpty() ? Listing.count(keys.size(), "asset") : Integer.toString(keys.size());
            String verb = keys.size() == 1 ? " is " : " are ";
            parts.add(number + verb + state + " (" + Listing.some(keys, SHOWN) + ")");
        }
    }

    /**
     * How much is selected, and what of it only because it cannot be left out.
     *
     * @param keys all that is selected
     * @param takenIn of these, what the selection itself does not name
     * @param materialized whether the assets are made, or only checks of theirs run
     * @param all how many assets there are
     */
    public static String selected(
            String select, Collection<String> keys, List<String> takenIn, boolean materialized, long all) {
        String why = materialized ? ", which the same function makes" : ", whose checks the same function evaluates";
        return "'" + select + "' selects " + keys.size() + " of " + all
                + (takenIn.isEmpty() ? "" : ", among them " + Listing.some(takenIn, SHOWN) + why);
    }
}
