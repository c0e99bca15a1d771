package io.github.dagstermaven.mojo;

import io.github.dagstermaven.bridge.DevServer;
import io.github.dagstermaven.bridge.LocalDagster;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.StartDevServerRequest;
import io.github.dagstermaven.dagster.TimeLimit;
import java.util.Optional;

/** The dev server that a module's build owns, of which there is one at most: it ends at the latest when the module does. */
final class ModuleDevServer {
    private final BuildSession buildSession;
    private final String moduleId;

    ModuleDevServer(BuildSession buildSession, String moduleId) {
        this.buildSession = buildSession;
        this.moduleId = moduleId;
    }

    /** The one that is running, or has ended by itself; empty when there is none. */
    Optional<DevServer> current() {
        return buildSession.devServer(moduleId);
    }

    /** Starts it, in place of none. */
    DevServer start(
            LocalDagster.Settings settings, StartDevServerRequest request, RunListener output, TimeLimit limit) {
        DevServer server = DevServer.start(settings, request, output, limit);
        buildSession.own(moduleId, server);
        return server;
    }

    /** Ends it, if there is one. */
    void stop() {
        buildSession.disown(moduleId).ifPresent(DevServer::close);
    }
}
