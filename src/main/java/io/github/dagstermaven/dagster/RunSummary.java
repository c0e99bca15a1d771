package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * The end of a {@link RunRequest}. What happened in the runs is told by the {@link RunEvent events}, not here.
 *
 * @param runIds the runs that were started, in order
 */
public record RunSummary(List<String> runIds) {}
