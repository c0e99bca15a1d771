package io.github.dagstermaven.bridge;

/** Whether this side has cancelled a request, and why. */
enum Cancellation {
    /** It has not. */
    NONE,
    /** Its time was up. */
    TIMEOUT,
    /** The thread that waited for it was interrupted. */
    INTERRUPT
}
