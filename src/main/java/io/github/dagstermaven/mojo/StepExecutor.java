package io.github.dagstermaven.mojo;

/** Which executor runs the steps: {@code dagster.executor}. */
enum StepExecutor {
    /** What the code names; else in process for a chain of steps, warm worker processes for a wider plan. */
    AUTO,
    /** What the code names, or Dagster's default. */
    DEFINITIONS,
    /** All steps in one process. */
    IN_PROCESS,
    /** Each step in a worker process. */
    MULTIPROCESS
}
