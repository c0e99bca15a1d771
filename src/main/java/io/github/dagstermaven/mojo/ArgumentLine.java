package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Words from one line, as a POSIX shell makes them, without its expansions: white space separates words; what is between single
 * quotes stands as it is; between double quotes a backslash stands for itself unless a double quote or a backslash follows, which then
 * stands for itself; elsewhere a backslash takes the meaning from what follows.
 */
final class ArgumentLine {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int position;

    private ArgumentLine(String text) {
        this.text = text;
    }

    /**
     * The words.
     *
     * @throws PipelineException a quote is not closed, or nothing follows the last backslash
     */
    static List<String> words(String text) {
        return new ArgumentLine(text).split();
    }

    private List<String> split() {
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next == '\'' || next == '"') {
                quoted(next);
            } else if (next == '\\') {
                add(taken("A backslash ends the line"));
            } else if (Character.isWhitespace(next)) {
                end();
            } else {
                add(next);
            }
        }
        end();
        return List.copyOf(words);
    }

    private void quoted(char quote) {
        // Also when nothing is in between: an empty word.
        begun = true;
        String unclosed = "The quote " + quote + " at character " + position + " is not closed";
        for (char next = taken(unclosed); next != quote; next = taken(unclosed)) {
            boolean escaping = quote == '"' && next == '\\' && position < text.length();
            if (escaping && (text.charAt(position) == '"' || text.charAt(position) == '\\')) {
                next = taken(unclosed);
            }
            add(next);
        }
    }

    private char taken(String otherwise) {
        if (position == text.length()) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    otherwise + ": " + text,
                    "args",
                    "Correct -Ddagster.args, or give the words as <arguments>"));
        }
        return text.charAt(position++);
    }

    private void add(char character) {
        begun = true;
        word.append(character);
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
