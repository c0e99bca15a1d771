package io.github.dagstermaven.bridge;

import com.google.gson.JsonElement;
import io.github.dagstermaven.bridge.Incoming.ErrorData;

/** How a request ended. */
sealed interface Reply {
    /** Whether it had been cancelled before. */
    Cancellation cancellation();

    /** Whether its time was up. */
    default boolean timedOut() {
        return cancellation() == Cancellation.TIMEOUT;
    }

    /** With a result. */
    record Answered(JsonElement result, Cancellation cancellation) implements Reply {}

    /** With an error. */
    record Refused(ErrorData error, Cancellation cancellation) implements Reply {}

    /** Not at all: the process is gone, by itself or because it had to be ended. */
    record Gone(CrashReport report, Cancellation cancellation) implements Reply {}
}
