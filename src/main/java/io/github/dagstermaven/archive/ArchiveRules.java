package io.github.dagstermaven.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.codehaus.plexus.util.SelectorUtils;

/**
 * Which files of a project belong to its code location. Names decide, and of a folder also what lies in it: a package, a virtual
 * environment, a Dagster home. What is in the files, and when and by whom they were written, does not, so that the same project
 * gives the same archive everywhere.
 *
 * @param outside folders that never belong to it: the build directory, the Dagster home
 * @param includes patterns of files that belong to it although a rule leaves them out
 * @param excludes patterns of files that do not
 */
public record ArchiveRules(Set<Path> outside, List<String> includes, List<String> excludes) {
    /** The one name with a dot in front that decides what is run: with which Python. */
    private static final String PYTHON_VERSION = ".python-version";

    private static final Set<String> GENERATED_FOLDERS = Set.of("__pycache__", "node_modules");
    private static final Set<String> BUILD_FOLDERS = Set.of("build", "dist");
    private static final Set<String> COMPILED = Set.of("pyc", "pyo");
    private static final Set<String> KEYS = Set.of("pem", "key", "p12", "pfx", "jks", "keystore");
    private static final Set<String> PARTS_OF_A_HOME = Set.of("history", "schedules", "storage", "logs");

    /** Patterns as Maven has them, with {@code /}; one that ends with it means all below. */
    public ArchiveRules {
        outside = Set.copyOf(outside);
        includes = normal(includes);
        excludes = normal(excludes);
    }

    /** Whether a folder and all below it can be passed over. */
    boolean isPassedOver(Path root, Path folder, boolean above) {
        if (outside.contains(folder)) {
            return true;
        }
        String name = relative(root, folder);
        return isLeftOut(root, folder, above)
                && includes.stream().noneMatch(pattern -> SelectorUtils.matchPatternStart(pattern, name, true));
    }

    /** Whether a rule leaves a folder out, or one above it. */
    boolean isLeftOut(Path root, Path folder, boolean above) {
        if (above) {
            return true;
        }
        String name = folder.getFileName().toString();
        return name.startsWith(".")
                || GENERATED_FOLDERS.contains(name)
                || name.endsWith(".egg-info")
                // A package may have such a name as well.
                || BUILD_FOLDERS.contains(name)
                        && folder.getParent().equals(root)
                        && !Files.exists(folder.resolve("__init__.py"))
                || Files.exists(folder.resolve("pyvenv.cfg"))
                || isHome(folder)
                || PARTS_OF_A_HOME.contains(name) && isHome(folder.getParent());
    }

    /** Whether a file belongs to the code location. */
    boolean isPacked(Path root, Path file, boolean above) {
        String name = relative(root, file);
        if (matches(excludes, name)) {
            return false;
        }
        return matches(includes, name)
                || !above && !isLeftOut(file.getFileName().toString());
    }

    private static boolean isLeftOut(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.startsWith(".") && !name.equals(PYTHON_VERSION)
                || COMPILED.contains(suffix)
                || KEYS.contains(suffix)
                || name.startsWith("id_rsa")
                || name.startsWith("id_ed25519");
    }

    /** What Dagster keeps in a home when nothing else is configured. */
    private static boolean isHome(Path folder) {
        return Files.exists(folder.resolve("history/runs.db"))
                || Files.exists(folder.resolve("schedules/schedules.db"));
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> SelectorUtils.matchPath(pattern, name, "/", true));
    }

    /** The path below the root, with {@code /} on every system. */
    static String relative(Path root, Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    private static List<String> normal(List<String> patterns) {
        return patterns.stream()
                .map(pattern -> pattern.strip().replace('\\', '/'))
                .filter(pattern -> !pattern.isEmpty())
                .map(pattern -> pattern.endsWith("/") ? pattern + "**" : pattern)
                .toList();
    }
}
