package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.ServeCodeRequest;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Serves the code of one location to a webserver or daemon, as {@code dagster code-server start} does, until Ctrl-C or the end of
 * Maven. Checks the definitions first, and prints the address.
 *
 * @since 0.1.0
 */
@Mojo(name = "code-server-start", requiresProject = false, threadSafe = true)
public final class CodeServerStartMojo extends AbstractDagsterMojo implements UsesDefinitions {

    /**
     * The port to listen at. Default: a free one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.port")
    private Integer port;

    /**
     * The name or address to listen at.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.host", defaultValue = "localhost")
    private String host;

    /**
     * A socket file to listen at, instead of a port; relative to the project's folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.socket")
    private String socket;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        socket = Given.text(socket);
    }

    @Override
    void run() {
        if (port != null && socket != null) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "The code server can listen at a port or at a socket, not at both",
                    "socket",
                    "Give one of <port> (-Ddagster.port) and <socket> (-Ddagster.socket)"));
        }
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        String served = oneOf(describe(dagster.get()).locations());
        String file =
                socket == null ? null : context().directory().resolve(socket).toString();
        dagster.get().call(new ServeCodeRequest(served, host, port, file), listener(), timeLimit());
    }

    private RunListener listener() {
        RunListener address = event -> {
            if (event instanceof LogRecord told) {
                console().info(told.message() + "; Ctrl-C ends it");
            }
        };
        return address.andThen(new PrintedOutput(console(), context().secrets()));
    }

    private static String oneOf(List<String> locations) {
        if (locations.size() == 1) {
            return locations.get(0);
        }
        throw new PipelineException(Problem.ofValue(
                "ambiguous_name",
                "There are " + locations.size() + " code locations, and a code server serves one",
                "code location",
                null,
                "location",
                locations,
                "Choose one with <location> or -Ddagster.location=" + locations.get(0)));
    }
}
