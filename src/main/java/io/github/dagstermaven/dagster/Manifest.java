package io.github.dagstermaven.dagster;

/**
 * What {@code manifest.json} says.
 *
 * @param pluginVersion the version of this plugin that wrote it
 * @param dagsterVersion Dagster's version that read the definitions
 * @param definitions what the project defines
 */
public record Manifest(String pluginVersion, String dagsterVersion, Definitions definitions) {}
