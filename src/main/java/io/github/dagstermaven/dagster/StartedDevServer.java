package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * A development server that answers.
 *
 * @param url its address, without a slash at the end
 * @param locations the names of its code locations
 * @param problems why which of them are not loaded; empty when all are
 */
public record StartedDevServer(String url, List<String> locations, List<Problem> problems) {}
