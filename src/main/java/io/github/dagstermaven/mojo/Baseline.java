package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.report.ManifestFile;
import java.nio.file.Path;

/**
 * A manifest of before, to compare the definitions with.
 *
 * @param name what people call it: the file as it was given, or the coordinates with the version that was found
 * @param file where it lies; null for that of a module that was never released
 * @param definitions what it says
 */
record Baseline(String name, Path file, Definitions definitions) {
    /**
     * The same as the module's manifest would have it now: what was no secret then may be one now, and is not found any more in a text
     * that is escaped or shortened.
     */
    Baseline masked(ManifestFile now) {
        return new Baseline(name, file, now.written(definitions));
    }
}
