package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * A development server that was told to end.
 *
 * @param canceledRuns the runs that it has interrupted, which are recorded as cancelled, in words
 */
public record EndedDevServer(List<String> canceledRuns) {}
