package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.NamedRequest;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The code locations of a target, each with a session of its own that is started when it is needed. */
final class CodeLocations implements AutoCloseable {
    private final LocalDagster.Settings settings;
    private final BridgeTimeouts timeouts;
    /** By the location's name; the first one under null until it is known. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    private Session.Opening opening;
    private boolean closed;

    CodeLocations(LocalDagster.Settings settings, BridgeTimeouts timeouts) {
        this.settings = settings;
        this.timeouts = timeouts;
    }

    /** Starts the first session in the background; does nothing when there is one. */
    synchronized void start() {
        requireOpen();
        if (sessions.isEmpty()) {
            sessions.put(null, startSession(null, null));
        }
    }

    /** What the first session has found out: all locations and the versions. */
    Session.Opening opening(RunListener listener, TimeLimit limit) {
        Session first;
        synchronized (this) {
            if (opening != null) {
                return opening;
            }
            start();
            first = sessions.get(null);
        }
        Session.Opening found = first.awaitOpen(listener, limit);
        synchronized (this) {
            if (opening == null) {
                opening = found;
                sessions.remove(null);
                if (found.opened().loaded().isEmpty()) {
                    // Every location has an interpreter of its own: this process has nothing more to say.
                    first.close();
                } else {
                    sessions.put(found.opened().loaded(), first);
                }
            }
            return opening;
        }
    }

    /** The session of a location, started if it has not been or if its process is gone. */
    synchronized Session session(Operations.Origin origin) {
        requireOpen();
        Session session = sessions.get(origin.name());
        if (session != null && !session.isOver()) {
            return session;
        }
        if (session != null) {
            session.close();
        }
        Session fresh = startSession(origin.name(), origin.python());
        sessions.put(origin.name(), fresh);
        return fresh;
    }

    /** A session for a request that needs no definitions: one that can be asked at once, else a new one. */
    synchronized Session anySession() {
        requireOpen();
        return sessions.values().stream()
                .filter(Session::isReady)
                .findFirst()
                .orElseGet(() -> sessions.compute(
                        null,
                        (none, started) -> started == null || started.isOver() ? startSession(null, null) : started));
    }

    /** What of the requests concerns each of these locations. */
    Map<Operations.Origin, Operations.Planned> plan(
            Map<Operations.Origin, ? extends NamedRequest<?>> requests, RunListener listener, TimeLimit limit) {
        // Started together, so that one loads while another does.
        requests.keySet().forEach(this::session);
        Map<Operations.Origin, Operations.Planned> answers = new LinkedHashMap<>();
        requests.forEach((origin, request) -> {
            Operations.Plan plan = new Operations.Plan(
                    request.operation(), ProtocolJson.tree(request).getAsJsonObject());
            answers.put(
                    origin, session(origin).query(Operations.PLAN, plan, Operations.Planned.class, listener, limit));
        });
        return answers;
    }

    /** Waits until the sessions that were started are open, or cannot be opened. */
    void awaitLoaded(Deadline deadline) {
        snapshot().forEach(session -> session.awaitSettled(deadline));
    }

    /** Why one of the sessions that were started must not be used again; empty when all can be. */
    Optional<Staleness> staleness() {
        return snapshot().stream()
                .map(Session::staleness)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether a session can be asked at once. */
    boolean isReady() {
        return snapshot().stream().anyMatch(Session::isReady);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // All at once: each may take its time to end in order.
        snapshot().parallelStream().forEach(Session::close);
    }

    private synchronized List<Session> snapshot() {
        return List.copyOf(sessions.values());
    }

    private void requireOpen() {
        if (closed) {
            throw new PlatformException(Problem.of("closed", "The connection to Python has been closed", null), null);
        }
    }

    /** What the log of the first session is called after: the location, as far as it can be told before Python tells it. */
    private String presumedName() {
        if (settings.target() == null) {
            return "instance";
        }
        String value = settings.target().values().get(0);
        return switch (settings.target().kind()) {
            case MODULE_NAME, PACKAGE_NAME, AUTOLOAD_DEFS_MODULE_NAME -> value;
            case PYTHON_FILE -> Path.of(value).getFileName().toString();
            case WORKSPACE, PYPROJECT ->
                Objects.toString(settings.projectDirectory().getFileName(), "project");
        };
    }

    private Session startSession(String location, String python) {
        return Session.start(
                settings,
                timeouts,
                python == null ? settings.interpreter() : Path.of(python),
                "python-" + (location == null ? presumedName() : location),
                settings.target(),
                location);
    }
}
