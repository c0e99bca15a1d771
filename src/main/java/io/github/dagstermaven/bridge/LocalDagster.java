package io.github.dagstermaven.bridge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dagstermaven.bridge.Operations.Origin;
import io.github.dagstermaven.dagster.AssetRequest;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.InstanceRequest;
import io.github.dagstermaven.dagster.NamedRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRequest;
import io.github.dagstermaven.dagster.RunSummary;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Dagster in warm Python processes on this machine: one for each code location, with the definitions imported once and kept
 * from request to request.
 */
public final class LocalDagster implements Dagster {
    private final CodeLocations locations;
    private final ReentrantLock calls = new ReentrantLock();

    /**
     * What a local Dagster works on; equal settings can share one.
     *
     * @param interpreter the Python to start; has Dagster installed
     * @param bridgeDirectory the folder that holds the package of the bridge; the only one that Python starts with
     * @param pythonPath folders that user code is imported from; Python adds them once it needs nothing of its own any more
     * @param projectDirectory the project's folder; absolute
     * @param target the definitions to load; null for requests about the instance alone
     * @param home the folder of the Dagster instance
     * @param instanceConfig the user's {@code dagster.yaml}; null for the plugin's own settings
     * @param environmentVariables variables that user code sees beside those of this process
     * @param secrets variables that user code sees and nobody else
     * @param parallelism processes that may work at the same time; 0 for the number of processors
     * @param logDirectory where everything that Python prints is kept
     */
    public record Settings(
            Path interpreter,
            Path bridgeDirectory,
            List<Path> pythonPath,
            Path projectDirectory,
            CodeTarget target,
            Path home,
            Path instanceConfig,
            Map<String, String> environmentVariables,
            Secrets secrets,
            int parallelism,
            Path logDirectory) {

        /** Copies, so that settings do not change once they are a key. */
        public Settings {
            pythonPath = List.copyOf(pythonPath);
            environmentVariables = Map.copyOf(environmentVariables);
        }

        /** The same without definitions. */
        public Settings withoutTarget() {
            return new Settings(
                    interpreter,
                    bridgeDirectory,
                    pythonPath,
                    projectDirectory,
                    null,
                    home,
                    instanceConfig,
                    environmentVariables,
                    secrets,
                    parallelism,
                    logDirectory);
        }
    }

    /** A local Dagster that starts nothing yet. */
    public LocalDagster(Settings settings) {
        this(settings, BridgeTimeouts.DEFAULT);
    }

    LocalDagster(Settings settings, BridgeTimeouts timeouts) {
        locations = new CodeLocations(settings, timeouts);
    }

    /** Starts Python and loads the definitions in the background. What goes wrong there is told by the first call. */
    public void start() {
        locations.start();
    }

    /** Waits until the definitions are loaded or cannot be, but not longer than that. */
    public void awaitLoaded(TimeLimit limit) {
        locations.awaitLoaded(Deadline.of(limit));
    }

    /** Why this must be closed and replaced by a new one; empty when it can be used. */
    public Optional<Staleness> staleness() {
        calls.lock();
        try {
            return locations.staleness();
        } finally {
            calls.unlock();
        }
    }

    @Override
    public <R> R call(Request<R> request, RunListener listener, TimeLimit limit) {
        calls.lock();
        try {
            JsonObject parameters = ProtocolJson.tree(request).getAsJsonObject();
            if (request instanceof InstanceRequest) {
                return locations
                        .anySession()
                        .query(request.operation(), parameters, request.resultType(), listener, limit);
            }
            List<Origin> origins =
                    narrowed(locations.opening(listener, limit).opened().locations(), parameters.get("location"));
            if (request instanceof RunRequest runs) {
                RunSummary summary = new LocatedRuns(locations, runs, listener, limit).run(origins);
                return request.resultType().cast(summary);
            }
            if (request instanceof AssetRequest<R> assets && assets.select() != null && origins.size() > 1) {
                return selected(assets, origins, listener, limit);
            }
            if (request instanceof NamedRequest<R> one && one.named() != null && origins.size() > 1) {
                return query(request, parameters, List.of(home(one, origins, listener, limit)), listener, limit);
            }
            return query(request, parameters, origins, listener, limit);
        } finally {
            calls.unlock();
        }
    }

    /** Whether a request can be answered at once. */
    public boolean isReady() {
        return locations.isReady();
    }

    @Override
    public void close() {
        locations.close();
    }

    /** Asks each location for what it has of what is selected; one that has nothing of it only if it is concerned, too. */
    private <R> R selected(AssetRequest<R> request, List<Origin> origins, RunListener listener, TimeLimit limit) {
        Map<Origin, Set<String>> known = WorkspaceSelection.resolve(locations, origins, request, listener, limit)
                .known();
        List<R> results = origins.stream()
                .filter(origin -> request.concernsAll() || known.containsKey(origin))
                .map(origin -> locations
                        .session(origin)
                        .query(
                                request.operation(),
                                request.narrowedTo(known.getOrDefault(origin, Set.of())),
                                request.resultType(),
                                listener,
                                limit))
                .toList();
        return request.combine(results);
    }

    /** The one location that has what is named. */
    private Origin home(NamedRequest<?> request, List<Origin> origins, RunListener listener, TimeLimit limit) {
        Map<Origin, NamedRequest<?>> everywhere = new LinkedHashMap<>();
        origins.forEach(origin -> everywhere.put(origin, request));
        return LocationPlan.of(locations.plan(everywhere, listener, limit), request)
                .parts()
                .get(0)
                .origin();
    }

    private <R> R query(
            Request<R> request, JsonObject parameters, List<Origin> origins, RunListener listener, TimeLimit limit) {
        List<Session> sessions = origins.stream().map(locations::session).toList();
        List<R> results = new ArrayList<>();
        List<PipelineException> elsewhere = new ArrayList<>();
        for (Session session : sessions) {
            try {
                results.add(session.query(request.operation(), parameters, request.resultType(), listener, limit));
            } catch (PipelineException e) {
                if (sessions.size() == 1 || !UnmatchedNames.isOnlyThat(e)) {
                    throw e;
                }
                // What one location does not know, another one may.
                elsewhere.add(e);
            }
        }
        if (results.isEmpty()) {
            throw UnmatchedNames.inAnyOf(elsewhere);
        }
        return results.size() == 1 ? results.get(0) : request.combine(results);
    }

    private static List<Origin> narrowed(List<Origin> origins, JsonElement location) {
        if (location == null || location.isJsonNull()) {
            return origins;
        }
        String name = location.getAsString();
        List<Origin> chosen =
                origins.stream().filter(origin -> origin.name().equals(name)).toList();
        if (chosen.isEmpty()) {
            List<String> choices =
                    List.copyOf(new TreeSet<>(origins.stream().map(Origin::name).toList()));
            throw new PipelineException(Problem.ofValue(
                    "unknown_name",
                    "There is no code location '" + name + "'",
                    "code location",
                    name,
                    "location",
                    choices,
                    "Name one of them with <location> or -Ddagster.location"));
        }
        return chosen;
    }
}
