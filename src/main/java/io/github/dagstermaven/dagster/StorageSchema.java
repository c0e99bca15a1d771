package io.github.dagstermaven.dagster;

/**
 * The schema of a part of the instance's storage.
 *
 * @param storage which part, as {@code run_storage}
 * @param revision the revision it has; null when it has none
 * @param wanted the revision that the installed Dagster wants
 */
public record StorageSchema(String storage, String revision, String wanted) {}
