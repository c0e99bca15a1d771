package io.github.dagstermaven.process;

/** Told of each line that a process writes to one of its pipes, in a thread that belongs to the pipe. */
@FunctionalInterface
public interface OutputLines {

    /** Takes a line, without its end. Must not throw; while it blocks, the process blocks once its pipe is full. */
    void line(String line);

    /** Takes a part of a line that is too long to be handed over as one; the last part comes as a line. */
    default void part(String part) {
        line(part);
    }

    /** The pipe has ended: there will be no more lines. */
    default void end() {}
}
