package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names that are taken on the package index. */
final class PublishedPackages {
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");
    private static final String OTHER_WAY =
            "leave the check out with <ignorePackageConflict> or" + " -Ddagster.ignorePackageConflict=true";

    private final PythonEnvironment.Specification specification;

    PublishedPackages(PythonEnvironment.Specification specification) {
        this.specification = specification;
    }

    /** Whether a package of that name, or one that the index takes for the same, is published. */
    boolean has(String name) {
        if (specification.offline()) {
            throw new PlatformException(
                    Problem.of(
                            "environment_error",
                            "Whether '" + name + "' is a published package cannot be asked, because Maven is offline",
                            "Call without -o, or " + OTHER_WAY),
                    null);
        }
        IndexAccess index = new IndexAccess(specification.index(), specification.proxy(), specification.variables());
        IndexConnection connection =
                new IndexConnection(index, "Asking whether '" + name + "' is a published package", OTHER_WAY);
        String project = SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        try {
            return connection.has(connection.page(project));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
