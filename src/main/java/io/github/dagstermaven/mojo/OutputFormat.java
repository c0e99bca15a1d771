package io.github.dagstermaven.mojo;

/** How a list is written: {@code dagster.outputFormat}. */
enum OutputFormat {
    /** An aligned table. */
    TEXT,
    /** One JSON document. */
    JSON
}
