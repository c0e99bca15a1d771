package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.EndedDevServer;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.StartDevServerRequest;
import io.github.dagstermaven.dagster.StartedDevServer;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A development server that belongs to this JVM: a Python process with all of Dagster's processes below it. It ends when it is
 * closed, and at the latest with this JVM, however that ends.
 */
public final class DevServer implements AutoCloseable {
    private static final String WAIT = "dev_server.wait";
    private static final String LOG = "dev";
    private static final EndedDevServer NOTHING_KNOWN = new EndedDevServer(List.of());

    private final Session session;
    private final StartedDevServer started;
    private final CompletableFuture<EndedDevServer> end = new CompletableFuture<>();

    private DevServer(Session session, StartedDevServer started) {
        this.session = session;
        this.started = started;
    }

    /**
     * Starts a server, and waits until it answers and has tried to load its code locations.
     *
     * @param settings whose Python, instance and folders
     * @param output told of what is printed, also after this has returned, in a thread of its own
     * @param limit how long to wait
     */
    public static DevServer start(
            LocalDagster.Settings settings, StartDevServerRequest request, RunListener output, TimeLimit limit) {
        // Without definitions of its own: those are loaded by the code servers below it.
        Session session = Session.start(
                settings.withoutTarget(), BridgeTimeouts.DEFAULT, settings.interpreter(), LOG, null, null);
        try {
            StartedDevServer started =
                    session.query(request.operation(), ProtocolJson.tree(request), request.resultType(), output, limit);
            DevServer server = new DevServer(session, started);
            Thread thread = new Thread(() -> server.accompany(output), "dagster-dev-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** The file that keeps what a server prints. */
    public static Path log(Path logDirectory) {
        return OutputLog.file(logDirectory, LOG);
    }

    /** Its address, and how its code locations have loaded. */
    public StartedDevServer started() {
        return started;
    }

    /**
     * Waits until it has been told to end; what came of its runs.
     *
     * @throws DagsterException it has ended by itself
     */
    public EndedDevServer awaitEnd() {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw (DagsterException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING_KNOWN;
        }
    }

    /** Why it has ended by itself; empty when it has not. */
    public Optional<DagsterException> failure() {
        try {
            end.get(0, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of((DagsterException) e.getCause());
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Passes on what it prints, and notices its end. */
    private void accompany(RunListener output) {
        try {
            end.complete(
                    session.query(WAIT, new Operations.NoParameters(), EndedDevServer.class, output, TimeLimit.none()));
        } catch (DagsterException e) {
            if (session.isClosing()) {
                end.complete(NOTHING_KNOWN);
            } else {
                end.completeExceptionally(e);
            }
        }
    }
}
