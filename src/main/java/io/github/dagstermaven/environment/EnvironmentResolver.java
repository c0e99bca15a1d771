package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.environment.EnvironmentStore.CompleteEnvironment;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.environment.Uv.SystemPython;
import io.github.dagstermaven.project.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Provides the environment for a specification: the remembered one, else one that uv chooses and builds. */
final class EnvironmentResolver {
    private static final Pattern WEBSERVER_MISSING =
            Pattern.compile("no version of dagster-webserver|dagster-webserver was not found in the package registry");

    private final Specification specification;
    private final Consumer<String> log;
    private final Cache cache;
    private final IndexAccess index;
    private final EnvironmentStore store;
    private final UnusedEntries unused;

    EnvironmentResolver(Specification specification, Consumer<String> log) {
        this.specification = specification;
        this.log = log;
        this.cache = new Cache(specification.cacheDirectory());
        this.index = new IndexAccess(specification.index(), specification.proxy(), specification.variables());
        this.store = new EnvironmentStore(cache, log);
        this.unused = new UnusedEntries(cache);
    }

    PythonEnvironment resolve() {
        RequestedPackages requested = RequestedPackages.of(specification);
        index.requireAddress();
        try {
            String key = requested.key(specification.project(), index);
            Path memo = Resolution.file(cache, key);
            Optional<Resolution> resolution = remembered(memo);
            Optional<CompleteEnvironment> warm = complete(resolution);
            if (warm.isPresent()) {
                return used(warm.get(), resolution.get(), memo, false);
            }
            return cache.locked("resolution-" + key, log, () -> provide(requested, memo));
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    /** What was chosen before, unless it is to be chosen again. */
    private Optional<Resolution> remembered(Path memo) throws IOException {
        // Offline there is nothing to learn: what is remembered is all there is.
        return Resolution.read(memo)
                .filter(resolution -> specification.offline()
                        || specification.renewedSince() == null
                        || resolution.locked()
                        // Another goal or module of this build has done it.
                        || resolution.chosen().isAfter(specification.renewedSince()));
    }

    private Optional<CompleteEnvironment> complete(Optional<Resolution> resolution) throws IOException {
        return resolution.isPresent() ? store.find(resolution.get().environment()) : Optional.empty();
    }

    private PythonEnvironment provide(RequestedPackages requested, Path memo) throws IOException {
        // Another build may have been faster while this one waited for the lock.
        Optional<Resolution> before = remembered(memo);
        Optional<CompleteEnvironment> meanwhile = complete(before);
        if (meanwhile.isPresent()) {
            return used(meanwhile.get(), before.get(), memo, false);
        }
        Map<String, String> variables =
                new LinkedHashMap<>(index.uvVariables(specification.offline(), requested.index()));
        variables.putIfAbsent("UV_CACHE_DIR", cache.uvCache().toString());
        // Not linked to uv's cache: an edit in an environment would damage every other one, those built anew included.
        variables.putIfAbsent("UV_LINK_MODE", "copy");
        unused.markUsed(cache.uvCache());
        Path executable = new UvInstallation(cache, index, specification.offline(), variables, log).locate();
        Uv uv = new Uv(executable, variables, specification.offline());
        Resolution resolution = choose(requested, before, uv);
        String dagster = resolution.dagsterVersion().orElse("0");
        DagsterSupport.requireSupported(dagster, "what the requirements lead to");
        return cache.locked("environment-" + resolution.environment(), log, () -> {
            Optional<CompleteEnvironment> present = store.find(resolution.environment());
            boolean create = present.isEmpty();
            CompleteEnvironment complete = create
                    ? store.build(resolution, uv, specification.project().directory(), variables)
                    : present.get();
            resolution.write(memo);
            return used(complete, resolution, memo, create);
        });
    }

    private Resolution choose(RequestedPackages requested, Optional<Resolution> before, Uv uv) throws IOException {
        Path directory = specification.project().directory();
        SystemPython python = python(requested, uv);
        if (before.isPresent() && before.get().pythonVersion().equals(python.version())) {
            return named(requested, python, before.get().pins(), before.get().locked());
        }
        log.accept("Choosing versions of the requirements");
        String lock = "";
        if (requested.lock() != null) {
            specification.project().requireCurrentLock();
            lock = uv.exportLock(directory);
        }
        String pins;
        try {
            pins = pins(requested, lock, uv, python);
        } catch (PlatformException e) {
            if (!requested.webserverIsOptional()
                    || !WEBSERVER_MISSING
                            .matcher(e.getMessage().replaceAll("\\s+", " "))
                            .find()) {
                throw e;
            }
            pins = pins(requested.withoutWebserver(), lock, uv, python);
            log.accept("The package index has no dagster-webserver that fits: the environment is without it, and the"
                    + " dev goals will not work");
        }
        Set<String> free = PinnedVersions.of(pins);
        free.removeAll(PinnedVersions.of(
                lock + "\n" + String.join("\n", requested.withoutWebserver().lines())));
        boolean locked = requested.locking() != null && free.isEmpty();
        if (!locked) {
            log.accept(
                    requested.locking() == null
                            ? "The requirements are unlocked: versions were chosen now and are kept until -U"
                            : "unlocked: " + PinnedVersions.summary(free) + " not in " + requested.locking()
                                    + "; chosen now and kept until -U");
        }
        return named(requested, python, pins, locked);
    }

    private Resolution named(RequestedPackages requested, SystemPython python, String pins, boolean locked)
            throws IOException {
        Path directory = specification.project().directory();
        Fingerprint fingerprint = new Fingerprint()
                .add("platform", Platform.current())
                .add("python", python.executable())
                .add("version", python.version())
                .add("pins", pins)
                .add("local", requested.localContent(directory));
        if (pins.lines().anyMatch(line -> line.startsWith("-e") || line.startsWith(".") || line.startsWith("/"))) {
            // A local path means something else in another project.
            fingerprint.add("directory", directory);
        }
        return new Resolution(fingerprint.hex(), python.executable(), python.version(), pins, locked, Instant.now());
    }

    private String pins(RequestedPackages requested, String lock, Uv uv, SystemPython python) throws IOException {
        Files.createDirectories(cache.resolutions());
        Path work = Files.createTempDirectory(cache.resolutions(), ".work-");
        try {
            List<String> lines = new ArrayList<>(requested.lines());
            if (requested.index().noIndex()) {
                lines.add(IndexOptions.NO_INDEX);
            }
            lock.lines().forEach(lines::add);
            Map<Path, String> inputs = new LinkedHashMap<>();
            inputs.put(written(work, "requirements.in", lines), requested.origin());
            if (requested.computed() != null) {
                inputs.put(
                        requested.computed(), requested.computed().getFileName().toString());
            }
            Path pins = written(work, "pins.txt", requested.preferred());
            uv.compile(
                    specification.project().directory(),
                    python.executable(),
                    inputs,
                    written(work, "constraints.txt", requested.constraints()),
                    written(work, "overrides.txt", requested.overrides()),
                    pins,
                    specification.renewedSince() != null && !specification.offline());
            return requested.index().installable(Files.readString(pins));
        } finally {
            Cache.delete(work);
        }
    }

    private SystemPython python(RequestedPackages requested, Uv uv) throws IOException {
        Path directory = specification.project().directory();
        Optional<SystemPython> installed = fitting(requested, uv.installedPythons(directory));
        if (installed.isPresent()) {
            return installed.get();
        }
        boolean downloaded = false;
        if (!specification.offline()) {
            log.accept("No Python " + requested.python().versions() + " on this machine: uv downloads one");
            downloaded =
                    uv.installPython(directory, requested.python().versions().toString());
        }
        List<SystemPython> known = uv.installedPythons(directory);
        return (downloaded ? fitting(requested, known) : Optional.<SystemPython>empty())
                .orElseThrow(() -> requested.python().missing(known, specification.offline()));
    }

    private static Optional<SystemPython> fitting(RequestedPackages requested, List<SystemPython> known) {
        return known.stream().filter(requested.python()::matches).findFirst();
    }

    private PythonEnvironment used(CompleteEnvironment complete, Resolution resolution, Path memo, boolean created)
            throws IOException {
        unused.markUsed(complete.root(), memo);
        Path bridge = new BridgeFiles(cache, log).provide(complete.interpreter(), complete.pythonVersion());
        unused.sweep();
        return new PythonEnvironment(
                complete.interpreter(),
                complete.pythonVersion(),
                complete.dagsterVersion(),
                resolution.locked(),
                complete.root(),
                bridge,
                created);
    }

    private static Path written(Path folder, String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }
}
