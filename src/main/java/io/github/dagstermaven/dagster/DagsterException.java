package io.github.dagstermaven.dagster;

import java.util.List;

/** A request could not be carried out. Whose fault it is, is told by the subclass. */
public abstract sealed class DagsterException extends RuntimeException permits PipelineException, PlatformException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final String trace;

    DagsterException(List<Problem> problems, String trace, Throwable cause) {
        super(problems.get(0).message(), cause);
        this.problems = List.copyOf(problems);
        this.trace = trace;
    }

    /** What is wrong; at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /** The full trace of the other side, for the log; null when there is none. */
    public String trace() {
        return trace;
    }
}
