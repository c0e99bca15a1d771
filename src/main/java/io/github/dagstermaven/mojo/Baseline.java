package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Definitions;
import java.nio.file.Path;

/**
 * A manifest of before, to compare the definitions with.
 *
 * @param name what people call it: the file as it was given, or the coordinates with the version that was found
 * @param file where it lies; null for that of a module that was never released
 * @param definitions what it says
 */
record Baseline(String name, Path file, Definitions definitions) {}
