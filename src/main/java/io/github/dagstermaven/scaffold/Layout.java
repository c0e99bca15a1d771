package io.github.dagstermaven.scaffold;

/** How a new project's files are arranged. */
public enum Layout {
    /** A package with assets, resources, jobs, schedules and sensors, each in a module. */
    CLASSIC,
    /** A project of components, as the {@code dg} command line has it; needs Dagster 1.11. */
    DG
}
