package io.github.dagstermaven.mojo;

/** A goal that needs the module's definitions loaded: one that {@link EarlyStart} may load them for. */
interface UsesDefinitions {}
