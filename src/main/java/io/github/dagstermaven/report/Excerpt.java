package io.github.dagstermaven.report;

import java.util.List;

/** The beginning of a text that may be of any length, and how much more of it there is. */
final class Excerpt {
    private final int lines;
    private final int characters;

    /** At most so many characters. */
    Excerpt(int characters) {
        this(Integer.MAX_VALUE, characters);
    }

    /** At most so many lines, and at most so many characters. */
    Excerpt(int lines, int characters) {
        this.lines = lines;
        this.characters = characters;
    }

    /** The text, or its beginning with a remark at the end; null for null. */
    String of(String text) {
        return text == null ? null : of(text, "");
    }

    /**
     * The lines of the text, or the first of them with a remark at the end.
     *
     * @param file where the whole text is
     */
    List<String> lines(String text, String file) {
        return of(text.strip(), " in " + file).lines().toList();
    }

    private String of(String text, String where) {
        int end = end(text);
        if (end == text.length()) {
            return text;
        }
        String gap = text.charAt(end) == '\n' ? "\n" : "";
        return text.substring(0, end) + gap + "… (" + (text.length() - end) + " more characters" + where + ")";
    }

    private int end(String text) {
        int end = -1;
        for (int line = 0; line < lines && end < Math.min(text.length(), characters); line++) {
            int next = text.indexOf('\n', end + 1);
            end = next < 0 ? text.length() : next;
        }
        if (end <= characters) {
            return end;
        }
        // Never between the two halves of one character.
        return Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
    }
}
