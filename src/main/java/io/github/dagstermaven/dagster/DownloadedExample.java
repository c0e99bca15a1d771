package io.github.dagstermaven.dagster;

/**
 * An example that was copied.
 *
 * @param version the version of Dagster that it is of
 * @param files how many files it has
 */
public record DownloadedExample(String version, int files) {}
