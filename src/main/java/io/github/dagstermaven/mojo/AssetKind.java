package io.github.dagstermaven.mojo;

/** What kind of asset is added. */
enum AssetKind {
    /** One that depends on nothing. */
    PLAIN,
    /** One that depends on others. */
    DEPS,
    /** One with a partition a day. */
    PARTITIONED
}
