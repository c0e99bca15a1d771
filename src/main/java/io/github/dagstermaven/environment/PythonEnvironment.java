package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.project.PythonProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Python that has Dagster and what a project needs: an immutable folder that every build with the same needs shares, or
 * an interpreter that the user provides.
 *
 * @param interpreter the Python executable
 * @param pythonVersion its version, as {@code 3.11.7}
 * @param dagsterVersion Dagster's version, as {@code 1.13.27}
 * @param locked whether a lock of the project decides every version; true for an interpreter that the user provides
 * @param root the environment's folder; null for an interpreter that the user provides
 * @param bridgeDirectory the folder with the bridge's Python package, for Python's path
 * @param created whether it was built just now
 */
public record PythonEnvironment(
        Path interpreter,
        String pythonVersion,
        String dagsterVersion,
        boolean locked,
        Path root,
        Path bridgeDirectory,
        boolean created) {
    /** The folder in which homes share the templates of Dagster's databases; see {@code instances/storage.py}. */
    private static final String SCHEMAS_VARIABLE = "DAGSTER_MAVEN_SCHEMAS";

    /**
     * What is asked for.
     *
     * @param project the project whose requirements count
     * @param python an interpreter to use as it is, a virtual environment's folder or a command of the PATH; null to
     *     provide one
     * @param pythonVersion a version ({@code 3.12}) or specifier ({@code >=3.11,<3.13}); null for the project's
     * @param dagsterVersion a version or specifier of Dagster; null for the project's
     * @param requirements requirements beyond the project's own
     * @param requirementsFiles files with more of them
     * @param index the package index; null for the one that the variables name, else the public one
     * @param proxy the proxy; null for the one that the variables name
     * @param cacheDirectory where environments are kept
     * @param offline whether the network must not be used
     * @param renewedSince unlocked requirements whose versions were chosen before this moment are resolved again; null for
     *     as they are
     * @param variables the environment variables of this process
     */
    public record Specification(
            PythonProject project,
            Path python,
            String pythonVersion,
            String dagsterVersion,
            List<String> requirements,
            List<Path> requirementsFiles,
            Index index,
            Proxy proxy,
            Path cacheDirectory,
            boolean offline,
            Instant renewedSince,
            Map<String, String> variables) {

        /** Copies the collections and makes the cache's folder absolute. */
        public Specification {
            requirements = List.copyOf(requirements);
            requirementsFiles = List.copyOf(requirementsFiles);
            cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
            variables = Map.copyOf(variables);
        }

        /** Without the variables, which may hold secrets. */
        @Override
        public String toString() {
            return "Specification[" + project.directory() + "]";
        }
    }

    /**
     * A package index.
     *
     * @param url the address of its simple pages, as {@code https://pypi.org/simple}
     * @param user who asks; null for nobody
     * @param password that user's; null for none
     */
    public record Index(String url, String user, String password) {
        /** The address alone. */
        @Override
        public String toString() {
            return url;
        }
    }

    /**
     * A proxy.
     *
     * @param host its host
     * @param port its port
     * @param user who asks; null for nobody
     * @param password that user's; null for none
     * @param nonProxyHosts hosts that are reached directly, separated by {@code |}, with {@code *}; null for none
     */
    public record Proxy(String host, int port, String user, String password, String nonProxyHosts) {
        /** Host and port alone. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Finds or builds an environment. When it is there already, only a few files are read.
     *
     * @param specification what is asked for
     * @param log told in one line each of what takes time
     * @throws io.github.dagstermaven.dagster.PlatformException it cannot be built or used; the message says why
     * @throws io.github.dagstermaven.dagster.PipelineException a parameter makes no sense
     */
    public static PythonEnvironment resolve(Specification specification, Consumer<String> log) {
        return specification.python() == null
                ? new EnvironmentResolver(specification, log).resolve()
                : new GivenPython(specification, log).resolve();
    }

    /**
     * Whether the package index has a package of that name, however hyphens, underscores and case are written. Needs no environment.
     *
     * @param specification says which index, and how it is reached
     * @throws io.github.dagstermaven.dagster.PlatformException the index cannot be reached, or must not be asked
     */
    public static boolean isPublished(Specification specification, String name) {
        return new PublishedPackages(specification).has(name);
    }

    /**
     * Looks at every file of the environment, which {@link #resolve} does only once a day: for when something in it cannot be
     * imported.
     *
     * @return false when files are missing or changed; the next {@link #resolve} then builds it again. An interpreter that the
     *     user provides is never found damaged.
     */
    public boolean recheck() {
        if (root == null) {
            return true;
        }
        try {
            return new EnvironmentStore(cache(), line -> {}).recheck(root);
        } catch (IOException e) {
            throw cache().unusable(e);
        }
    }

    /**
     * Chooses a version of everything that an environment would need, for all platforms and Pythons that the project allows. Those in
     * the project's {@code requirements.lock} stay as far as possible, unless they are to be renewed.
     *
     * @param specification what is asked for
     * @param log told in one line each of what takes time
     * @return a requirements file with versions and hashes that names no index
     * @throws io.github.dagstermaven.dagster.PlatformException versions cannot be chosen; the message says why
     * @throws io.github.dagstermaven.dagster.PipelineException there is nothing to lock
     */
    public static String chooseVersions(Specification specification, Consumer<String> log) {
        if (specification.python() != null) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "With an interpreter of your own, no environment is provided that could be locked",
                    "interpreter",
                    specification.python().toString(),
                    "python",
                    List.of(),
                    "Leave out <python> or -Ddagster.python"));
        }
        return new EnvironmentResolver(specification, log).lock();
    }

    /**
     * A program that was installed with a package.
     *
     * @param name its name, as {@code dagster}
     * @throws io.github.dagstermaven.dagster.PipelineException there is none of that name
     */
    public Path program(String name) {
        try {
            return new Programs(interpreter).find(name);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The programs beside " + interpreter + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * What is installed in it, as a requirements file with versions and hashes that names no index; empty for an interpreter that the
     * user provides.
     */
    public Optional<String> lock() {
        if (root == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(IndexOptions.withoutOptions(Files.readString(root.resolve(EnvironmentStore.PINS))));
        } catch (IOException e) {
            throw cache().unusable(e);
        }
    }

    /**
     * Variables by which the bridge, and what it starts, find what all builds share. Other programs have no use for them: they open
     * a home with Dagster's own storage.
     */
    public Map<String, String> sharedVariables() {
        return Map.of(SCHEMAS_VARIABLE, cache().schemas().toString());
    }

    private Cache cache() {
        return new Cache(bridgeDirectory.getParent().getParent());
    }

    /** Where environments are kept when nothing else is said: the user's cache folder of this system. */
    public static Path defaultCacheDirectory(Map<String, String> variables) {
        Path home = Path.of(System.getProperty("user.home"));
        Path base = switch (Platform.current().system()) {
            case "windows" -> fromVariable(variables, "LOCALAPPDATA", home.resolve("AppData/Local"));
            case "macos" -> home.resolve("Library/Caches");
            default -> fromVariable(variables, "XDG_CACHE_HOME", home.resolve(".cache"));
        };
        return base.resolve("dagster-maven-plugin");
    }

    private static Path fromVariable(Map<String, String> variables, String name, Path otherwise) {
        String value = variables.get(name);
        // XDG: a relative path is to be ignored.
        return value == null || value.isBlank() || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
    }
}
