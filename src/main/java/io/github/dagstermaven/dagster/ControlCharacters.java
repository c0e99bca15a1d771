package io.github.dagstermaven.dagster;

import java.util.regex.Pattern;

/** What a terminal might take for a command, and what makes a text file a binary one for the tools that read it. */
public final class ControlCharacters {
    /** Colours and moves of the cursor, and what has a text of its own, as a link. */
    private static final String SEQUENCE =
            "\u001B\\[[0-?]*[ -/]*[@-~]|\u001B][^\u0007\u001B\\r\\n]*(?:\u0007|\u001B\\\\)";

    private static final Pattern IN_LINE = Pattern.compile(SEQUENCE + "|[\\p{Cntrl}&&[^\\t]]");
    private static final Pattern IN_TEXT = Pattern.compile(SEQUENCE + "|[\\p{Cntrl}&&[^\\t\\r\\n]]");

    private ControlCharacters() {}

    /** A single line without them. */
    public static String removedFrom(String line) {
        return IN_LINE.matcher(line).replaceAll("");
    }

    /** A text without them; it keeps its lines. */
    public static String removedFromText(String text) {
        return IN_TEXT.matcher(text).replaceAll("");
    }
}
