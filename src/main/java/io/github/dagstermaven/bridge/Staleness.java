package io.github.dagstermaven.bridge;

/** Why a local Dagster must be closed and replaced by a new one. */
public sealed interface Staleness {

    /** A file has changed since the definitions were loaded; {@code file} is its path. */
    record Changed(String file) implements Staleness {}

    /** The process is of no use any more; {@code cause} is a sentence without its full stop. */
    record Ended(String cause) implements Staleness {}
}
