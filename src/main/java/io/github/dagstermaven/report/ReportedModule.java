package io.github.dagstermaven.report;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The Maven module that reports are of.
 *
 * @param id {@code groupId:artifactId}; null without a POM
 * @param prefix what the names of its suites begin with, because the build has several modules, whose code locations may have
 *     equal names; null in a build of one
 * @param directory the project's folder, which paths start from
 * @param logs the folder of the log files
 */
public record ReportedModule(String id, String prefix, Path directory, Path logs) {

    /** A name that no other module of the build uses. */
    String unique(String name) {
        return prefix == null || isNamedAfterModule(name) ? name : prefix + "." + name;
    }

    /** The file with everything that happens in a run, as people write it. */
    String logFile(String runId) {
        return new SourcePaths(directory)
                .shortest(EventLogFile.file(logs, runId).toString());
    }

    /** Python has no hyphens in its names: the module {@code web-shop} has the package {@code web_shop}. */
    private boolean isNamedAfterModule(String name) {
        return normalized(name).equals(normalized(prefix));
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }
}
