package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of user code as people write them: from the project's folder where they are below it. */
final class SourcePaths {
    private static final String INSTALLED = "/site-packages/";

    private final Path projectDirectory;

    SourcePaths(Path projectDirectory) {
        this.projectDirectory = projectDirectory.toAbsolutePath().normalize();
    }

    /** {@code my_project/assets.py:12}; absolute when the file is not below the project's folder. */
    String at(SourceLocation location) {
        String file = shortest(location.file());
        return location.line() > 0 ? file + ":" + location.line() : file;
    }

    /** As {@link #at}, with what is installed named from its package on. */
    String shortestAt(SourceLocation location) {
        String portable = portable(location.file());
        return portable == null ? at(location) : at(new SourceLocation(portable, location.line(), null));
    }

    /** The path from the project's folder if it is below that, else as it is. */
    String shortest(String file) {
        try {
            Path path = Path.of(file).normalize();
            if (path.startsWith(projectDirectory) && !path.equals(projectDirectory)) {
                return slashes(projectDirectory.relativize(path).toString());
            }
        } catch (InvalidPathException notOfThisSystem) {
            // A deployment may run on another system: its paths are shown as they come.
        }
        return file;
    }

    /** A path that is the same on every machine: from the project's folder or from the installed packages; or null. */
    String portable(String file) {
        String path = slashes(shortest(file));
        int installed = path.lastIndexOf(INSTALLED);
        if (installed >= 0) {
            return path.substring(installed + INSTALLED.length());
        }
        return path.equals(slashes(file)) && isAbsolute(path) ? null : path;
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/") || path.matches("^[A-Za-z]:/.*");
    }

    private static String slashes(String path) {
        return path.replace('\\', '/');
    }
}
