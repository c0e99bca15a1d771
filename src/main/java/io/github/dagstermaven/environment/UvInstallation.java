package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import io.github.dagstermaven.project.VersionSpecifier;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Finds a uv on the PATH or fetches the pinned one into the cache. */
final class UvInstallation {
    /** The oldest uv that has all that is used here, reads today's uv.lock and was tried. */
    static final String MINIMUM_VERSION = "0.8.0";

    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("^uv ([0-9]+(?:\\.[0-9]+)*)");

    private final Cache cache;
    private final IndexAccess index;
    private final boolean offline;
    private final Map<String, String> variables;
    private final Consumer<String> log;
    private final Platform platform = Platform.current();

    UvInstallation(
            Cache cache, IndexAccess index, boolean offline, Map<String, String> variables, Consumer<String> log) {
        this.cache = cache;
        this.index = index;
        this.offline = offline;
        this.variables = variables;
        this.log = log;
    }

    /** A uv that can be used. */
    Path locate() {
        Optional<Path> onPath = Executables.find("uv", variables).filter(this::isNewEnough);
        if (onPath.isPresent()) {
            return onPath.get();
        }
        Properties pinned = pinned();
        String version = pinned.getProperty("version");
        new UnusedEntries(cache).markUsed(cache.uv(version));
        Path executable = cache.uv(version).resolve(platform.executable("uv"));
        if (Files.isExecutable(executable)) {
            return executable;
        }
        return cache.locked("uv-" + version, log, () -> {
            if (!Files.isExecutable(executable)) {
                fetch(pinned, executable);
            }
            return executable;
        });
    }

    private boolean isNewEnough(Path executable) {
        try {
            CommandResult result = ChildProcess.run(
                    new Command(
                            List.of(executable.toString(), "--version"),
                            cache.root().getRoot(),
                            variables),
                    VERSION_TIMEOUT,
                    line -> {});
            Matcher matcher = VERSION.matcher(result.stdout());
            return result.succeeded()
                    && matcher.find()
                    && VersionSpecifier.compare(matcher.group(1), MINIMUM_VERSION) >= 0;
        } catch (IOException e) {
            // Something of that name that cannot be started: as good as none.
            return false;
        }
    }

    private void fetch(Properties pinned, Path executable) throws IOException {
        String version = pinned.getProperty("version");
        String wheel = pinned.getProperty(platform + ".wheel");
        if (wheel == null) {
            throw new PlatformException(
                    Problem.of(
                            "environment_error",
                            "There is no uv to fetch for " + platform,
                            "Install uv " + MINIMUM_VERSION
                                    + " or newer on the PATH, or name an interpreter that has Dagster"
                                    + " with <python> (-Ddagster.python)."),
                    null);
        }
        if (offline) {
            throw new PlatformException(
                    Problem.of(
                            "environment_error",
                            "The Python environment needs uv, which is neither on the PATH nor in the cache "
                                    + cache.root() + ", and Maven is offline",
                            "Run mvn dagster:environment-resolve once without -o."),
                    null);
        }
        log.accept("Fetching uv " + version);
        Files.createDirectories(executable.getParent());
        Path download = Files.createTempFile(executable.getParent(), ".fetch", ".whl");
        try {
            new PackageDownload(index).download("uv", wheel, pinned.getProperty(platform + ".sha256"), download);
            extract(download, executable);
        } finally {
            Files.deleteIfExists(download);
        }
    }

    private void extract(Path wheel, Path executable) throws IOException {
        String member = "/scripts/" + platform.executable("uv");
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(member)) {
                    Path temporary = executable.resolveSibling("." + executable.getFileName() + ".part");
                    Files.copy(zip, temporary, StandardCopyOption.REPLACE_EXISTING);
                    File file = temporary.toFile();
                    if (!file.setExecutable(true, false)) {
                        throw new IOException("Cannot make " + file + " executable");
                    }
                    Files.move(temporary, executable, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
            }
        }
        throw new IOException("The wheel of uv has no " + member);
    }

    private static Properties pinned() {
        Properties properties = new Properties();
        try (InputStream in = UvInstallation.class.getResourceAsStream("uv.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
