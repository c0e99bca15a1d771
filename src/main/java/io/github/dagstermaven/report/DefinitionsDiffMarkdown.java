package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.DefinitionChange;
import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What has become of the definitions, as a comment on a merge request: it fits into one, however much has changed. */
public final class DefinitionsDiffMarkdown {
    /** A comment on GitHub holds 65,536 characters. */
    private static final int MOST_CHARACTERS = 60_000;

    private final SourcePaths paths;
    private final Secrets secrets;
    private final DifferenceText difference = new DifferenceText(MarkdownText::code);

    /** The folder that paths start from, and what must not be seen. */
    public DefinitionsDiffMarkdown(Path projectDirectory, Secrets secrets) {
        this.paths = new SourcePaths(projectDirectory);
        this.secrets = secrets;
    }

    /**
     * The text.
     *
     * @param project what the definitions are of
     * @param diff what has changed; null when there is nothing to compare with
     * @param reason why there is nothing to compare with; null when there is
     */
    public String of(String project, DefinitionsDiff diff, String reason) {
        String title = "## Definitions of " + MarkdownText.plain(secrets.mask(project)) + "\n\n";
        if (diff == null) {
            return title + "Nothing to compare with: " + MarkdownText.plain(secrets.mask(reason)) + ".\n";
        }
        int number = diff.changes().size();
        StringBuilder text = new StringBuilder(title)
                .append("Compared with ")
                .append(MarkdownText.code(secrets.mask(diff.baseline())))
                .append(": ")
                .append(diff.breaking() == 0 ? "" : "**")
                .append(DifferenceText.count(number, diff.breaking()))
                .append(diff.breaking() == 0 ? "" : "**")
                .append(".\n");
        List<DefinitionChange> others =
                diff.changes().stream().filter(change -> !change.isBreaking()).toList();
        int left = MOST_CHARACTERS;
        if (diff.breaking() > 0) {
            text.append("\n### ⚠️ Breaking\n\n");
            left = table(
                    text,
                    left,
                    "| Definition | What has changed | Why it breaks |\n|---|---|---|\n",
                    diff.breakingChanges(),
                    change -> row(
                            definition(change),
                            changed(change),
                            change.reasons().stream().map(MarkdownText::plain).collect(Collectors.joining("<br>"))));
        }
        if (!others.isEmpty()) {
            text.append("\n<details>\n<summary>")
                    .append(Listing.count(others.size(), diff.breaking() == 0 ? "change" : "other change"))
                    .append("</summary>\n\n");
            table(
                    text,
                    left,
                    "| Definition | What has changed |\n|---|---|\n",
                    others,
                    change -> row(definition(change), changed(change)));
            text.append("\n</details>\n");
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Row {
        String of(DefinitionChange change);
    }

    /** Adds a table of as many rows as there is room for; returns what room is left. */
    private int table(StringBuilder text, int room, String head, List<DefinitionChange> changes, Row row) {
        text.append(head);
        int left = room;
        int shown = 0;
        for (DefinitionChange change : changes) {
            String line = secrets.mask(row.of(change));
            if (line.length() > left) {
                break;
            }
            text.append(line);
            left -= line.length();
            shown++;
        }
        if (shown < changes.size()) {
            text.append("\n… and ")
                    .append(changes.size() - shown)
                    .append(" more: `definitions-diff.json` has all of them.\n");
        }
        return left;
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private String definition(DefinitionChange change) {
        SourceLocation at = change.definedAt();
        boolean isThere = change.kind() != DefinitionChange.Kind.REMOVED && at != null;
        return change.subject() + " " + MarkdownText.code(change.name())
                + (isThere ? "<br>" + MarkdownText.code(paths.shortestAt(at)) : "");
    }

    private String changed(DefinitionChange change) {
        List<String> parts = new ArrayList<>();
        if (change.kind() != DefinitionChange.Kind.CHANGED) {
            parts.add(difference.what(change));
        }
        parts.addAll(difference.of(change));
        return String.join("<br>", parts);
    }
}
