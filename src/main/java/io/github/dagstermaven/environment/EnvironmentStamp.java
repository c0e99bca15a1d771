package io.github.dagstermaven.environment;

import io.github.dagstermaven.project.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells with a few file reads whether an environment is as it was when it was built: its interpreter and the Python behind
 * it, which distributions are there, and Dagster's own folders.
 */
final class EnvironmentStamp {
    private static final List<String> WATCHED_PACKAGES =
            List.of("dagster", "dagster_shared", "dagster_pipes", "dagster_graphql", "dagster_webserver");

    private EnvironmentStamp() {}

    /** The present state of an environment, in a few characters. */
    static String of(Path environment, String pythonVersion, String dagsterVersion) throws IOException {
        Platform platform = Platform.current();
        Path sitePackages = platform.sitePackages(environment, pythonVersion);
        Path interpreter = platform.interpreter(environment);
        Fingerprint fingerprint = new Fingerprint()
                .add("configuration", state(environment.resolve("pyvenv.cfg")))
                // Follows the link: the Python behind the environment may have been upgraded or removed.
                .add("interpreter", state(interpreter))
                .add("record", state(sitePackages.resolve("dagster-" + dagsterVersion + ".dist-info/RECORD")))
                .add("distributions", names(sitePackages));
        for (String name : WATCHED_PACKAGES) {
            fingerprint.add(name, state(sitePackages.resolve(name)));
        }
        return fingerprint.hex();
    }

    /**
     * The sizes of all files that the distributions of an environment say they have. Taken from the folder, not from what they
     * say: two distributions may share a file.
     */
    static String ofFiles(Path environment, String pythonVersion) throws IOException {
        Path sitePackages = Platform.current().sitePackages(environment, pythonVersion);
        Fingerprint fingerprint = new Fingerprint();
        for (Path distribution :
                UnusedEntries.entries(sitePackages).stream().sorted().toList()) {
            Path record = distribution.resolve("RECORD");
            if (!distribution.toString().endsWith(".dist-info") || !Files.isRegularFile(record)) {
                continue;
            }
            for (String line : Files.readAllLines(record)) {
                String name = line.replaceFirst(",[^,]*,[^,]*$", "").replaceAll("^\"|\"$", "");
                // Python writes bytecode anew whenever it sees fit.
                if (!name.isEmpty() && !name.endsWith(".pyc")) {
                    fingerprint.add(name, size(sitePackages.resolve(name)));
                }
            }
        }
        return fingerprint.hex();
    }

    private static long size(Path file) {
        // Unlike Files.size this makes no exception of a file that is not there: there are thousands to look at.
        return file.toFile().isFile() ? file.toFile().length() : -1;
    }

    private static String state(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "absent";
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return (attributes.isDirectory() ? "folder" : attributes.size()) + "@"
                + attributes.lastModifiedTime().toMillis();
    }

    private static String names(Path sitePackages) throws IOException {
        if (!Files.isDirectory(sitePackages)) {
            return "absent";
        }
        try (Stream<Path> files = Files.list(sitePackages)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("__pycache__"))
                    .sorted()
                    .collect(Collectors.joining("/"));
        }
    }
}
