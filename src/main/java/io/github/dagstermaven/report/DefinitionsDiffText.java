package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.DefinitionChange;
import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What has become of the definitions, as lines of a log: breaking changes in full, of the others the first ones. */
public final class DefinitionsDiffText {
    private static final int MOST_BREAKING = 200;
    private static final int MOST_OTHERS = 50;

    private final SourcePaths paths;
    private final DifferenceText difference = new DifferenceText(value -> value);

    /** The folder that paths start from. */
    public DefinitionsDiffText(Path projectDirectory) {
        this.paths = new SourcePaths(projectDirectory);
    }

    /**
     * The lines.
     *
     * @param whole the file that has all of it, as the user would write it
     */
    public List<String> lines(DefinitionsDiff diff, String whole) {
        List<String> lines = new ArrayList<>();
        lines.add("Compared with " + diff.baseline() + ": "
                + DifferenceText.count(diff.changes().size(), diff.breaking()));
        List<DefinitionChange> others =
                diff.changes().stream().filter(change -> !change.isBreaking()).toList();
        add(lines, "Breaking:", diff.breakingChanges(), MOST_BREAKING, whole);
        add(lines, diff.breaking() == 0 ? "Changes:" : "Other changes:", others, MOST_OTHERS, whole);
        return lines;
    }

    /** The breaking changes with their reasons, for the message of a build that they fail. */
    public List<String> breaking(DefinitionsDiff diff, String whole) {
        List<String> lines = new ArrayList<>();
        for (DefinitionChange change : limited(diff.breakingChanges(), MOST_OTHERS)) {
            lines.add(headline(change) + ": " + String.join("; ", change.reasons()));
        }
        addRest(lines, diff.breaking() - MOST_OTHERS, whole);
        return lines;
    }

    private void add(List<String> lines, String title, List<DefinitionChange> changes, int most, String whole) {
        if (changes.isEmpty()) {
            return;
        }
        lines.add(title);
        for (DefinitionChange change : limited(changes, most)) {
            List<String> differences = difference.of(change);
            lines.add("  " + sign(change) + " " + headline(change)
                    + (differences.isEmpty() ? "" : ": " + String.join("; ", differences)));
            change.reasons().forEach(reason -> lines.add("      breaks: " + reason));
        }
        addRest(lines, changes.size() - most, whole);
    }

    private static void addRest(List<String> lines, int rest, String whole) {
        if (rest > 0) {
            lines.add("  … and " + rest + " more: " + whole + " has all of them");
        }
    }

    private String headline(DefinitionChange change) {
        SourceLocation at = change.definedAt();
        boolean isThere = change.kind() != DefinitionChange.Kind.REMOVED && at != null;
        return change.subject() + " " + change.name() + " " + difference.what(change)
                + (isThere ? " (" + paths.shortestAt(at) + ")" : "");
    }

    private static String sign(DefinitionChange change) {
        return switch (change.kind()) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case RENAMED -> ">";
            case CHANGED -> "~";
        };
    }

    private static List<DefinitionChange> limited(List<DefinitionChange> changes, int most) {
        return changes.stream().limit(most).toList();
    }
}
