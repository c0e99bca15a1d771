package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Dagster's official examples, in its own order.
 *
 * @param examples the examples
 */
public record ExampleList(List<Example> examples) {

    /**
     * A project to start from.
     *
     * @param name its name, as {@code quickstart_etl}
     */
    public record Example(String name) {}
}
