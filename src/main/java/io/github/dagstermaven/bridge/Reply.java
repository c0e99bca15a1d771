package io.github.dagstermaven.bridge;

import com.google.gson.JsonElement;
import io.github.dagstermaven.bridge.Incoming.ErrorData;

/** How a request ended; {@code timedOut}: after its time was up and it had been cancelled. */
sealed interface Reply {
    /** Whether its time was up. */
    boolean timedOut();

    /** With a result. */
    record Answered(JsonElement result, boolean timedOut) implements Reply {}

    /** With an error. */
    record Refused(ErrorData error, boolean timedOut) implements Reply {}

    /** Not at all: the process is gone, by itself or because it had to be ended. */
    record Gone(CrashReport report, boolean timedOut) implements Reply {}
}
