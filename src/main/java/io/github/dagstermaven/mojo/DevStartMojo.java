package io.github.dagstermaven.mojo;

import io.github.dagstermaven.bridge.DevServer;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.StartedDevServer;
import io.github.dagstermaven.report.DevServerText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Starts a dev server that the build owns, for integration tests: what {@code dagster dev} runs, on the instance of the build. The
 * goal ends when the server answers and every code location is loaded, and fails when one does not load. The server's address is
 * the property {@code dagster.dev.url} of the project. It ends with {@code dev-stop}, and at the latest with the module's build,
 * however that ends.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "dev-start",
        defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST,
        requiresProject = false,
        threadSafe = true)
public final class DevStartMojo extends AbstractIntegrationTestMojo implements UsesDefinitions {
    static final String URL_PROPERTY = "dagster.dev.url";

    /**
     * The port that the server listens on. Default: one that is free.
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
        DevServerParameters parameters = new DevServerParameters(host, port, null);
        context().devServer().current().ifPresent(DevStartMojo::refuseAnother);
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        sayHome();
        // Before the server is started: it knows less of what is wrong, and where.
        describe(dagster.get());
        context().startDevServer(parameters, toDebugLog()).ifPresent(this::publish);
    }

    private void publish(DevServer server) {
        StartedDevServer started = server.started();
        if (!started.problems().isEmpty()) {
            context().devServer().stop();
            throw new PipelineException(started.problems(), null);
        }
        project.getProperties().setProperty(URL_PROPERTY, started.url());
        console().info("Dev server: " + started.url() + " (" + String.join(", ", started.locations()) + ")");
        console().info("Log: " + context().devServerLog());
        DevServerText.queued(started).forEach(console()::info);
    }

    private RunListener toDebugLog() {
        MavenConsole console = console();
        return event -> {
            if (event instanceof RunEvent.Output output) {
                console.debug(output.line());
            }
        };
    }

    private static void refuseAnother(DevServer server) {
        throw new PipelineException(Problem.of(
                "dev_server_running",
                "A dev server of this module is running already: "
                        + server.started().url(),
                "Bind dev-start once, or dev-stop before it"));
    }
}
