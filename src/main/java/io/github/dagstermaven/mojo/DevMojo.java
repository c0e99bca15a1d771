package io.github.dagstermaven.mojo;

import io.github.dagstermaven.bridge.DevServer;
import io.github.dagstermaven.dagster.StartedDevServer;
import io.github.dagstermaven.report.DevServerText;
import io.github.dagstermaven.report.PrintedOutput;
import io.github.dagstermaven.report.ProblemText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs a dev server in the foreground until Ctrl-C, as {@code dagster dev} does: webserver, daemon and a server for each code
 * location. A code location that does not load is told, and can be loaded again in the browser once it is corrected.
 *
 * @since 0.1.0
 */
@Mojo(name = "dev", requiresProject = false, threadSafe = true)
public final class DevMojo extends AbstractDagsterMojo {
    private static final int USUAL_PORT = 3000;

    /**
     * The port that the server listens on. Default: 3000, or one that is free when that is in use.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.port")
    private Integer port;

    /**
     * The name or address of this machine that the server listens on. {@code 0.0.0.0} opens it to the network.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.host", defaultValue = "localhost")
    private String host;

    @Override
    void run() {
        DevServerParameters parameters = new DevServerParameters(host, port, USUAL_PORT);
        sayHome();
        Optional<DevServer> server = context()
                .startDevServer(
                        parameters, new PrintedOutput(console(), context().secrets()));
        server.ifPresent(this::accompany);
    }

    private void accompany(DevServer server) {
        StartedDevServer started = server.started();
        if (!started.problems().isEmpty()) {
            new ProblemText(context().directory(), context().secrets())
                    .lines(started.problems())
                    .forEach(console()::error);
        }
        console()
                .info("Dev server: " + started.url() + " (" + String.join(", ", started.locations())
                        + "); Ctrl-C ends it");
        DevServerText.queued(started).forEach(console()::info);
        DevServerText.ended(server.awaitEnd()).forEach(console()::info);
    }
}
