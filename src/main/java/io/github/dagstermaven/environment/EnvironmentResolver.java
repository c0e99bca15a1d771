package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.EnvironmentStore.CompleteEnvironment;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.environment.Uv.SystemPython;
import io.github.dagstermaven.project.Fingerprint;
import io.github.dagstermaven.project.RequirementsLock;
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

    /** A version of everything that is asked for, for all platforms and Pythons that will do. */
    String lock() {
        requireNoOtherLock();
        RequestedPackages requested = RequestedPackages.withoutLock(specification);
        requested.requireNoLocalPaths();
        index.requireAddress();
        try {
            Uv uv = uv(requested);
            SystemPython python = python(requested, uv);
            log.accept("Choosing versions of the requirements");
            Optional<RequirementsLock> before = specification.renewedSince() == null
                    ? specification.project().requirementsLock()
                    : Optional.empty();
            String pins = withWebserverIfThereIsOne(
                    requested,
                    packages -> pins(
                            packages,
                            "",
                            before.map(RequirementsLock::lines).orElse(requested.preferred()),
                            requested.python().oldest(),
                            uv,
                            python));
            return IndexOptions.withoutOptions(pins);
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    private void requireNoOtherLock() {
        specification.project().lockFile().ifPresent(file -> {
            throw new PipelineException(Problem.ofValue(
                    "locked_already",
                    "The project is locked already, by " + file.getFileName(),
                    "lock",
                    file.toString(),
                    null,
                    List.of(),
                    "Renew that with 'uv lock', or remove it to have a requirements.lock"));
        });
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
        Map<String, String> variables = variables(requested);
        Uv uv = uv(requested);
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

    private Uv uv(RequestedPackages requested) throws IOException {
        Map<String, String> variables = variables(requested);
        unused.markUsed(cache.uvCache());
        Path executable = new UvInstallation(cache, index, specification.offline(), variables, log).locate();
        return new Uv(executable, variables, specification.offline());
    }

    private Map<String, String> variables(RequestedPackages requested) {
        Map<String, String> variables =
                new LinkedHashMap<>(index.uvVariables(specification.offline(), requested.index()));
        variables.putIfAbsent("UV_CACHE_DIR", cache.uvCache().toString());
        // Not linked to uv's cache: an edit in an environment would damage every other one, those built anew included.
        variables.putIfAbsent("UV_LINK_MODE", "copy");
        return variables;
    }

    private Resolution choose(RequestedPackages requested, Optional<Resolution> before, Uv uv) throws IOException {
        Path directory = specification.project().directory();
        SystemPython python = python(requested, uv);
        if (before.isPresent() && before.get().pythonVersion().equals(python.version())) {
            return named(requested, python, before.get().pins(), before.get().locked());
        }
        log.accept("Choosing versions of the requirements");
        if (requested.lock() != null) {
            specification.project().requireCurrentLock();
        }
        String lock = requested.lock() == null ? "" : uv.exportLock(directory);
        String pins = withWebserverIfThereIsOne(
                requested, packages -> pins(packages, lock, packages.preferred(), null, uv, python));
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

    /** The webserver comes with every environment, as long as the index has it. */
    private String withWebserverIfThereIsOne(RequestedPackages requested, Choice choice) throws IOException {
        try {
            return choice.pins(requested);
        } catch (PlatformException e) {
            if (!requested.webserverIsOptional()
                    || !WEBSERVER_MISSING
                            .matcher(e.getMessage().replaceAll("\\s+", " "))
                            .find()) {
                throw e;
            }
            String pins = choice.pins(requested.withoutWebserver());
            log.accept("The package index has no dagster-webserver that fits: the environment is without it, and the"
                    + " dev goals will not work");
            return pins;
        }
    }

    /** Chooses versions. */
    @FunctionalInterface
    private interface Choice {
        String pins(RequestedPackages requested) throws IOException;
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

    private String pins(
            RequestedPackages requested,
            String lock,
            List<String> preferred,
            String oldestPython,
            Uv uv,
            SystemPython python)
            throws IOException {
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
            Path pins = written(work, "pins.txt", preferred);
            uv.compile(
                    specification.project().directory(),
                    python.executable(),
                    inputs,
                    written(work, "constraints.txt", requested.constraints()),
                    written(work, "overrides.txt", requested.overrides()),
                    pins,
                    oldestPython,
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
        unused.markUsed(complete.root(), memo, cache.schemas(complete.dagsterVersion()));
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
