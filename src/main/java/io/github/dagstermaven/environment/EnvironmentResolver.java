package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.EnvironmentStore.Stored;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.environment.Uv.SystemPython;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Provides the environment for a specification: the remembered one, else one that uv chooses and builds. */
final class EnvironmentResolver {
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
        Wanted wanted = Wanted.of(specification);
        try {
            String key = wanted.key(specification.project(), index);
            Path memo = Resolution.file(cache, key);
            Optional<Stored> warm = mayRemember(wanted) ? remembered(memo) : Optional.empty();
            if (warm.isPresent()) {
                return used(warm.get(), wanted, memo, false);
            }
            return cache.locked("resolution-" + key, log, () -> provide(wanted, memo));
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    private boolean mayRemember(Wanted wanted) {
        // Offline there is nothing to learn: what is remembered is all there is.
        return specification.offline() || !specification.update() || wanted.lock() != null;
    }

    private Optional<Stored> remembered(Path memo) throws IOException {
        Optional<Resolution> resolution = Resolution.read(memo);
        return resolution.isPresent() ? store.find(resolution.get().environment()) : Optional.empty();
    }

    private PythonEnvironment provide(Wanted wanted, Path memo) throws IOException {
        if (mayRemember(wanted)) {
            // Another build may have been faster while this one waited for the lock.
            Optional<Stored> meanwhile = remembered(memo);
            if (meanwhile.isPresent()) {
                return used(meanwhile.get(), wanted, memo, false);
            }
        }
        Map<String, String> variables = new java.util.LinkedHashMap<>(index.uvVariables(specification.offline()));
        variables.putIfAbsent("UV_CACHE_DIR", cache.uvCache().toString());
        Path executable = new UvInstallation(cache, index, specification.offline(), variables, log).locate();
        Uv uv = new Uv(executable, variables, specification.offline());
        Resolution resolution = choose(wanted, memo, uv);
        String dagster = resolution.dagsterVersion().orElse("0");
        DagsterSupport.requireSupported(dagster, "what the requirements lead to");
        PythonEnvironment result = cache.locked("environment-" + resolution.environment(), log, () -> {
            Optional<Stored> present = store.find(resolution.environment());
            boolean create = present.isEmpty();
            Stored stored = create
                    ? store.build(resolution, uv, specification.project().directory(), variables)
                    : present.get();
            resolution.write(memo);
            return used(stored, wanted, memo, create);
        });
        if (!wanted.locked()) {
            log.accept("The requirements are unlocked: versions were chosen now and are kept until -U");
        }
        return result;
    }

    private Resolution choose(Wanted wanted, Path memo, Uv uv) throws IOException {
        Path directory = specification.project().directory();
        SystemPython python = python(wanted, uv);
        Optional<Resolution> before = mayRemember(wanted) ? Resolution.read(memo) : Optional.empty();
        String pins;
        if (before.isPresent() && before.get().pythonVersion().equals(python.version())) {
            pins = before.get().pins();
        } else {
            log.accept("Choosing versions of the requirements");
            pins = pins(wanted, uv, python, directory);
        }
        Fingerprint fingerprint = new Fingerprint()
                .add("platform", Platform.current())
                .add("python", python.executable())
                .add("version", python.version())
                .add("pins", pins);
        if (pins.lines().anyMatch(line -> line.startsWith("-e") || line.startsWith(".") || line.startsWith("/"))) {
            // A local path means something else in another project.
            fingerprint.add("directory", directory);
        }
        return new Resolution(fingerprint.hex(), python.executable(), python.version(), pins);
    }

    private String pins(Wanted wanted, Uv uv, SystemPython python, Path directory) throws IOException {
        Files.createDirectories(cache.resolutions());
        Path work = Files.createTempDirectory(cache.resolutions(), ".work-");
        try {
            List<String> lines = new ArrayList<>(wanted.lines());
            if (wanted.lock() != null) {
                uv.exportLock(directory).lines().forEach(lines::add);
            }
            List<Path> inputs = new ArrayList<>(List.of(written(work, "requirements.in", lines)));
            if (wanted.computed() != null) {
                inputs.add(wanted.computed());
            }
            Path pins = written(work, "pins.txt", wanted.preferred());
            uv.compile(
                    directory,
                    python.executable(),
                    inputs,
                    written(work, "constraints.txt", wanted.constraints()),
                    written(work, "overrides.txt", wanted.overrides()),
                    pins,
                    specification.update() && !specification.offline());
            return Files.readString(pins);
        } finally {
            Cache.delete(work);
        }
    }

    private SystemPython python(Wanted wanted, Uv uv) throws IOException {
        Path directory = specification.project().directory();
        Optional<SystemPython> installed = fitting(wanted, uv, directory);
        if (installed.isPresent()) {
            return installed.get();
        }
        boolean downloaded = false;
        if (!specification.offline()) {
            log.accept("No Python " + wanted.python() + " on this machine: uv downloads one");
            downloaded = uv.installPython(directory, wanted.python().toString());
        }
        return (downloaded ? fitting(wanted, uv, directory) : Optional.<SystemPython>empty())
                .orElseThrow(() -> new PlatformException(
                        Problem.ofValue(
                                "environment_error",
                                "There is no Python " + wanted.python() + " (wanted by " + wanted.pythonSource()
                                        + ") on this machine, and "
                                        + (specification.offline() ? "Maven is offline" : "uv could not download one"),
                                "Python version",
                                wanted.python().toString(),
                                "pythonVersion",
                                List.of(),
                                "Install one, choose another with <pythonVersion> (-Ddagster.pythonVersion), or name an"
                                        + " interpreter that has Dagster with <python> (-Ddagster.python)."),
                        null));
    }

    private static Optional<SystemPython> fitting(Wanted wanted, Uv uv, Path directory) throws IOException {
        return uv.installedPythons(directory).stream()
                .filter(python -> wanted.python().matches(python.version()))
                .findFirst();
    }

    private PythonEnvironment used(Stored stored, Wanted wanted, Path memo, boolean created) throws IOException {
        unused.markUsed(stored.root(), memo);
        Path bridge = new BridgeFiles(cache, log).provide(stored.interpreter(), stored.pythonVersion());
        unused.sweep();
        return new PythonEnvironment(
                stored.interpreter(),
                stored.pythonVersion(),
                stored.dagsterVersion(),
                wanted.locked(),
                stored.root(),
                bridge,
                created);
    }

    private static Path written(Path folder, String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }
}
