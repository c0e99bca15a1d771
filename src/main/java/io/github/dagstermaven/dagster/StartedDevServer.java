package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * A development server that answers.
 *
 * @param url its address, without a slash at the end
 * @param locations the names of its code locations
 * @param queuedRuns how many runs waited in the queue of its instance, which it launches now
 * @param problems why which of them are not loaded; empty when all are
 */
public record StartedDevServer(String url, List<String> locations, int queuedRuns, List<Problem> problems) {}
