package io.github.dagstermaven.report;

/** Where text for people goes: the build log, with its levels and its colours. */
public interface Console {

    /** A line that is shown only when asked for. */
    void debug(String line);

    /** A line. */
    void info(String line);

    /** A warning. */
    void warn(String line);

    /** An error. */
    void error(String line);

    /** The text in the colour of success, where colours are on. */
    String success(String text);

    /** The text in the colour of a warning, where colours are on. */
    String warning(String text);

    /** The text in the colour of failure, where colours are on. */
    String failure(String text);

    /** The text in bold, where colours are on. */
    String strong(String text);

    /** The text in a faint colour, where colours are on. */
    String dim(String text);

    /** Whether a person looks on: a terminal that can redraw a line. */
    boolean interactive();

    /** Whether traces were asked for, as with {@code -e} or {@code -X}. */
    boolean detailed();

    /** Shows a line that the next line of any kind replaces; an empty one takes it away. Nothing unless interactive. */
    void progress(String line);
}
