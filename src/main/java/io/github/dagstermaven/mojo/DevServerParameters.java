package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.StartDevServerRequest;
import java.util.List;

/**
 * Where a dev server listens.
 *
 * @param host the given host
 * @param port the given port; null when none is given
 * @param usualPort the port when none is given and it is free; null for any that is free
 */
record DevServerParameters(String host, Integer port, Integer usualPort) {
    private static final int HIGHEST_PORT = 65_535;

    DevServerParameters {
        if (port != null && (port < 1 || port > HIGHEST_PORT)) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The port is " + port,
                    "port",
                    port.toString(),
                    "port",
                    List.of(),
                    "Give a number from 1 to " + HIGHEST_PORT + ", or leave it out to have a free one found"));
        }
    }

    StartDevServerRequest request(CodeTarget target, String location) {
        return new StartDevServerRequest(target, location, host, port, usualPort);
    }
}
