package io.github.dagstermaven.dagster;

import java.util.List;

/** The user's pipeline or parameters are at fault. */
public final class PipelineException extends DagsterException {
    private static final long serialVersionUID = 1L;

    /** Several problems and the trace behind them (or null). */
    public PipelineException(List<Problem> problems, String trace) {
        super(problems, trace, null);
    }

    /** A single problem that was found on this side. */
    public PipelineException(Problem problem) {
        this(List.of(problem), null);
    }
}
