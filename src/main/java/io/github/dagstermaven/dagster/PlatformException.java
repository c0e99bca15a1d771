package io.github.dagstermaven.dagster;

import java.util.List;

/** The environment, the bridge, the protocol or the deployment is at fault. */
public final class PlatformException extends DagsterException {
    private static final long serialVersionUID = 1L;

    /** Several problems, the trace behind them (or null) and the cause (or null). */
    public PlatformException(List<Problem> problems, String trace, Throwable cause) {
        super(problems, trace, cause);
    }

    /** A single problem that was found on this side. */
    public PlatformException(Problem problem, Throwable cause) {
        this(List.of(problem), null, cause);
    }
}
