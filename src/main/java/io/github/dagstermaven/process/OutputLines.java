package io.github.dagstermaven.process;

/** Told of each line that a process writes to one of its pipes, in a thread that belongs to the pipe. */
@FunctionalInterface
public interface OutputLines {

    /** Takes a line, without its end. Must not throw; while it blocks, the process blocks once its pipe is full. */
    void line(String line);

    /** The pipe has ended: there will be no more lines. */
    default void end() {}
}
