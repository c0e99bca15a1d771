package io.github.dagstermaven.bridge;

import java.time.Duration;

/**
 * How long the bridge waits for Python where the user has no say.
 *
 * @param hello for the first message of a new process
 * @param cancel for the answer to a request that was cancelled
 * @param control for the answer to a request that carries out no user code
 * @param shutdown for the process to end when told to
 */
record BridgeTimeouts(Duration hello, Duration cancel, Duration control, Duration shutdown) {
    static final BridgeTimeouts DEFAULT = new BridgeTimeouts(
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(3));
}
