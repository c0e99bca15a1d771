package io.github.dagstermaven.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of users in Markdown, as GitHub and GitLab read it: it is shown as it is, links to nobody and fits a table's cell. */
final class MarkdownText {
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    /** What has a meaning within a line; the start of one is never the user's. */
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>|~$&]");
    /** {@code @ada}, {@code #12}, {@code !12} and the like, which are looked for in what is shown. */
    private static final Pattern REFERENCE = Pattern.compile("([@#!%~$&])(?=\\w)");

    private MarkdownText() {}

    /** Code, in which nothing has a meaning of its own. */
    static String code(String text) {
        String line = LINE_ENDS.matcher(text).replaceAll(" ");
        int longest = BACKTICKS
                .matcher(line)
                .results()
                .mapToInt(found -> found.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        String padding = line.startsWith("`") || line.endsWith("`") || line.isBlank() ? " " : "";
        // The one thing that a table looks for in code, too.
        return fence + padding + line.replace("|", "\\|") + padding + fence;
    }

    /** Text without markup. */
    static String plain(String text) {
        String line = LINE_ENDS.matcher(text).replaceAll(" ");
        String escaped = MARKUP.matcher(line).replaceAll(found -> Matcher.quoteReplacement("\\" + found.group()));
        // A character that nobody sees keeps them apart.
        return REFERENCE.matcher(escaped).replaceAll("$1&#8288;");
    }
}
