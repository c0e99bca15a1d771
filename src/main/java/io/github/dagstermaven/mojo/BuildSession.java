package io.github.dagstermaven.mojo;

import io.github.dagstermaven.bridge.DevServer;
import io.github.dagstermaven.bridge.LocalDagster;
import io.github.dagstermaven.bridge.Staleness;
import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.report.Console;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * What lasts as long as one build: its id, and the bridges and dev servers that are open, by module. They are closed when their
 * module ends, so that a reactor of fifty modules does not keep fifty Pythons, and at the end of the build as the net.
 *
 * <p>Lives in the request data of the Maven session: the one place that exists once per build on every Maven version
 * and in mvnd.
 */
final class BuildSession {
    private final String buildId;
    private final Map<String, List<Bridge>> bridges = new HashMap<>();
    private final Map<String, DevServer> devServers = new ConcurrentHashMap<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Set<String> recording;
    private final Map<String, CheckSeverityThreshold> thresholds = new ConcurrentHashMap<>();
    private final Map<String, List<String>> deferred = new ConcurrentHashMap<>();

    private final Map<String, List<Runnable>> atEnd = new ConcurrentHashMap<>();

    private record Bridge(LocalDagster.Settings settings, LocalDagster dagster) {}

    /**
     * What is of the build, and not of the classes that ask for it: a module whose plugin has {@code <dependencies>} of its own, and a
     * report of a site, load these classes once more, and work on the same results.
     *
     * @param recording the modules that have begun to record
     */
    private record Shared(String buildId, Set<String> recording) {
        private static final String BUILD_ID = "io.github.dagstermaven.buildId";
        private static final String RECORDING = "io.github.dagstermaven.recording";

        @SuppressWarnings("unchecked")
        static Shared of(Map<String, Object> data) {
            return new Shared(
                    (String) data.computeIfAbsent(
                            BUILD_ID, key -> UUID.randomUUID().toString()),
                    (Set<String>) data.computeIfAbsent(RECORDING, key -> ConcurrentHashMap.newKeySet()));
        }
    }

    private BuildSession(Shared shared) {
        buildId = shared.buildId();
        recording = shared.recording();
    }

    /** This build's session; made, and hooked to the end of the build, by the first call. */
    static BuildSession of(MavenSession session) {
        MavenExecutionRequest request = session.getRequest();
        Map<String, Object> data = request.getData();
        // Another realm has another class of this name, which is no type of this one's.
        String key = BuildSession.class.getName() + "@" + System.identityHashCode(BuildSession.class);
        synchronized (data) {
            Object existing = data.get(key);
            if (existing instanceof BuildSession buildSession) {
                return buildSession;
            }
            BuildSession created = new BuildSession(Shared.of(data));
            data.put(key, created);
            request.setExecutionListener(created.closingListener(request.getExecutionListener()));
            return created;
        }
    }

    /** Tells the results of this build from those of an earlier one. */
    String buildId() {
        return buildId;
    }

    /**
     * The module's bridge for exactly these settings: the open one when it is still usable, else a new one.
     *
     * @param module the module's id
     * @param limit how long to wait for definitions that are still being loaded
     */
    LocalDagster dagster(String module, LocalDagster.Settings settings, Console console, TimeLimit limit) {
        List<Bridge> open;
        synchronized (bridges) {
            open = bridges.computeIfAbsent(module, id -> new ArrayList<>());
        }
        // One lock a module: another module must not wait until the definitions of this one are loaded.
        synchronized (open) {
            for (Iterator<Bridge> each = open.iterator(); each.hasNext(); ) {
                Bridge bridge = each.next();
                if (!bridge.settings().equals(settings)) {
                    continue;
                }
                // A bridge that was started early may still be loading: only then it knows what has changed meanwhile.
                bridge.dagster().awaitLoaded(limit);
                Optional<Staleness> staleness = bridge.dagster().staleness();
                if (staleness.isEmpty()) {
                    console.debug("Using the Python process that is already running for this module");
                    return bridge.dagster();
                }
                console.info("Loading the definitions again: " + reason(staleness.get()));
                bridge.dagster().close();
                each.remove();
            }
            LocalDagster created = new LocalDagster(settings);
            open.add(new Bridge(settings, created));
            return created;
        }
    }

    /**
     * The module's bridge to the instance alone: any that is open on it and still usable, else a new one without definitions.
     *
     * @param settings settings without a target
     */
    LocalDagster instance(String module, LocalDagster.Settings settings) {
        List<Bridge> open;
        synchronized (bridges) {
            open = bridges.computeIfAbsent(module, id -> new ArrayList<>());
        }
        synchronized (open) {
            for (Bridge bridge : open) {
                // Definitions that do not load are no matter of the instance.
                if (bridge.settings().withoutTarget().equals(settings)
                        && bridge.dagster().isReady()) {
                    return bridge.dagster();
                }
            }
            LocalDagster created = new LocalDagster(settings);
            open.add(new Bridge(settings, created));
            return created;
        }
    }

    /** The module's dev server; empty when none was started, or it was taken out. */
    Optional<DevServer> devServer(String module) {
        return Optional.ofNullable(devServers.get(module));
    }

    /** Makes a dev server the module's: it is closed at the latest when the module ends. */
    void own(String module, DevServer server) {
        devServers.put(module, server);
    }

    /** Takes the module's dev server out, to be closed by the caller; empty when there is none. */
    Optional<DevServer> disown(String module) {
        return Optional.ofNullable(devServers.remove(module));
    }

    /** Keeps in mind that the module's failures are left to the goal {@code verify}, in case their file gets lost. */
    void defer(MavenProject module, List<String> failures) {
        deferred.computeIfAbsent(module.getId(), id -> new CopyOnWriteArrayList<>())
                .addAll(failures);
    }

    /** The failures that the module has left to the goal {@code verify}. */
    List<String> deferred(MavenProject module) {
        return deferred.getOrDefault(module.getId(), List.of());
    }

    /** Does something when every process of the build has ended, unless the module's build has failed. */
    void atEnd(String module, Runnable work) {
        atEnd.computeIfAbsent(module, id -> new CopyOnWriteArrayList<>()).add(work);
    }

    /** Keeps in mind by which severity of failing checks a goal has judged a run. */
    void decidedBy(String runId, CheckSeverityThreshold threshold) {
        thresholds.put(runId, threshold);
    }

    /** By which severity of failing checks a run was judged. */
    CheckSeverityThreshold thresholdOf(String runId) {
        return thresholds.getOrDefault(runId, CheckSeverityThreshold.ERROR);
    }

    /** Whether this is the first call for the module in this build. */
    boolean isFirstRecording(String module) {
        return recording.add(module);
    }

    private static String reason(Staleness staleness) {
        return staleness instanceof Staleness.Changed changed
                ? changed.file() + " has changed"
                : ((Staleness.Ended) staleness).cause();
    }

    /** Says something once in a build, however many goals find it. */
    void once(String text, Consumer<String> sayer) {
        if (said.add(text)) {
            sayer.accept(text);
        }
    }

    private void close(String module) {
        disown(module).ifPresent(DevServer::close);
        List<Bridge> ended;
        synchronized (bridges) {
            ended = bridges.remove(module);
        }
        if (ended != null) {
            ended.forEach(bridge -> bridge.dagster().close());
        }
    }

    private void closeAll() {
        List<String> modules;
        synchronized (bridges) {
            modules = new ArrayList<>(bridges.keySet());
        }
        modules.addAll(devServers.keySet());
        modules.forEach(this::close);
    }

    private ExecutionListener closingListener(ExecutionListener wrapped) {
        // A proxy rather than a class: the interface has gained methods between Maven versions.
        return (ExecutionListener) Proxy.newProxyInstance(
                BuildSession.class.getClassLoader(),
                new Class<?>[] {ExecutionListener.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == ExecutionListener.class) {
                        ended(method.getName(), (ExecutionEvent) arguments[0]);
                    }
                    try {
                        return wrapped == null ? null : method.invoke(wrapped, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void ended(String event, ExecutionEvent details) {
        switch (event) {
            case "projectSucceeded" -> close(details.getProject().getId());
            case "projectFailed" -> {
                close(details.getProject().getId());
                atEnd.remove(details.getProject().getId());
            }
            case "sessionEnded" -> {
                closeAll();
                atEnd.values().forEach(work -> work.forEach(Runnable::run));
            }
            default -> {
                // nothing ends
            }
        }
    }
}
