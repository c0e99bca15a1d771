package io.github.dagstermaven.dagster;

/**
 * Run configuration to be filled in.
 *
 * @param yaml as YAML
 * @param json the same as JSON
 */
public record ConfigScaffold(String yaml, String json) {}
