package io.github.dagstermaven.mojo;

/** When a failed run fails the build: {@code dagster.failAt}. */
enum FailureMoment {
    /** At the end of the goal that ran it. */
    NOW,
    /** At the goal {@code verify}. */
    VERIFY
}
