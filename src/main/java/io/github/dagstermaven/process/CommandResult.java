package io.github.dagstermaven.process;

/**
 * The end of a short command.
 *
 * @param exit how it ended
 * @param stdout everything it wrote to standard output
 * @param stderr everything it wrote to standard error, only its end when it is very long
 * @param timedOut whether it was ended because its time was up
 */
public record CommandResult(Exit exit, String stdout, String stderr, boolean timedOut) {

    /** The exit code. */
    public int exitCode() {
        return exit.code();
    }

    /** Whether it ended by itself with exit code 0. */
    public boolean succeeded() {
        return !timedOut && exit.code() == 0;
    }
}
