package io.github.dagstermaven.bridge;

/**
 * Recognises what Python's {@code faulthandler} prints of every thread when the process dies: dozens of lines for the log file. The
 * build log gets the failure with the one line of the user's code that matters.
 */
final class FatalErrorDump {
    private static final String FIRST = "Fatal Python error: ";

    private boolean inside;

    /** Whether a dump begins with a line. */
    static boolean beginsWith(String line) {
        return line.startsWith(FIRST);
    }

    /** Whether the next line of standard error belongs to a dump. */
    boolean contains(String line) {
        if (beginsWith(line)) {
            inside = true;
            return true;
        }
        if (!inside) {
            return false;
        }
        // The list of extension modules is the last line of a dump.
        inside = !line.startsWith("Extension modules: ");
        return true;
    }
}
