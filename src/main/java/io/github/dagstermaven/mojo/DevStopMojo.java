package io.github.dagstermaven.mojo;

import io.github.dagstermaven.bridge.DevServer;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.report.DevServerText;
import io.github.dagstermaven.report.ProblemText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Ends the dev server that {@code dev-start} has started in this module, with everything that belongs to it. Runs that are in
 * progress are recorded as cancelled.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "dev-stop",
        defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST,
        requiresProject = false,
        threadSafe = true)
public final class DevStopMojo extends AbstractIntegrationTestMojo {

    @Override
    void run() {
        Optional<DevServer> running = context().devServer().current();
        if (running.isEmpty()) {
            console().info("No dev server is running");
            return;
        }
        Optional<DagsterException> failure = running.get().failure();
        context().devServer().stop();
        project.getProperties().remove(DevStartMojo.URL_PROPERTY);
        if (failure.isEmpty()) {
            DevServerText.ended(running.get().awaitEnd()).forEach(console()::info);
        } else {
            new ProblemText(context().directory(), context().secrets())
                    .lines(failure.get())
                    .forEach(console()::warn);
        }
    }
}
