package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.project.VersionSpecifier;

/** Which versions of Dagster and Python go together here. */
final class DagsterSupport {
    /** What a project gets that does not ask for Dagster: the newest that this release was tested with. */
    static final String TESTED = "1.13.27";

    private static final String OLDEST = "1.10";
    private static final String OLDEST_PYTHON = "3.10";

    private DagsterSupport() {}

    /**
     * The Pythons for a version of Dagster, from its metadata.
     *
     * @param dagster the version; null when it is not known yet
     */
    static VersionSpecifier pythons(String dagster) {
        String below = "3.15";
        if (dagster != null && VersionSpecifier.compare(dagster, "1.11") < 0) {
            below = "3.13";
        } else if (dagster != null && VersionSpecifier.compare(dagster, "1.12") < 0) {
            below = "3.14";
        }
        return VersionSpecifier.parse(">=" + OLDEST_PYTHON + ",<" + below).orElseThrow();
    }

    /** Refuses a version of Dagster that is too old. */
    static void requireSupported(String dagster, String where) {
        if (VersionSpecifier.compare(dagster, OLDEST) < 0) {
            throw new PlatformException(
                    Problem.ofValue(
                            "environment_error",
                            "Dagster " + dagster + " (" + where + ") is too old: " + OLDEST + " or newer is needed",
                            "Dagster version",
                            dagster,
                            "version",
                            java.util.List.of(),
                            "Raise the project's requirement or set <version> (-Ddagster.version)."),
                    null);
        }
    }
}
