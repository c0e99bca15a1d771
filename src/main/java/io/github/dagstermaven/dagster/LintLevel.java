package io.github.dagstermaven.dagster;

/** How much a lint rule matters: {@code dagster.lint}. The later, the more. */
public enum LintLevel {
    /** Its findings are not told. */
    OFF,
    /** Good practice. */
    INFO,
    /** Likely to be a mistake. */
    WARN,
    /** Certain to be one. */
    ERROR
}
