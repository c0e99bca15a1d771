package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.environment.Uv.SystemPython;
import io.github.dagstermaven.project.VersionSpecifier;
import io.github.dagstermaven.project.WantedPython;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Pythons that will do: those that Dagster supports, and of them those that the user or the project wants.
 *
 * @param versions all of it as one specifier
 * @param wishes who wants what, for messages
 */
record RequestedPython(VersionSpecifier versions, String wishes) {
    private static final int OLDEST_MINOR = 10;
    private static final int NEWEST_MINOR = 40;
    private static final int NEWEST_PATCH = 100;
    private static final String REMEDY = "Choose another with <pythonVersion> (-Ddagster.pythonVersion), or name an"
            + " interpreter that has Dagster with <python> (-Ddagster.python).";

    /**
     * What a specification and its project want.
     *
     * @param dagster Dagster's version; null when it is not known yet
     * @throws PipelineException no version of Python can meet it
     */
    static RequestedPython of(Specification specification, String dagster) {
        VersionSpecifier supported = DagsterSupport.pythons(dagster);
        String dagsterWants = "Dagster " + (dagster == null ? "" : dagster + " ") + "needs Python " + supported;
        Optional<WantedPython> wanted = RequestedPackages.explicit(
                        specification.pythonVersion(), "pythonVersion", "Python version", "3.12 or >=3.11,<3.13")
                .map(versions -> new WantedPython(versions, "<pythonVersion>"))
                .or(() -> specification.project().wantedPython());
        if (wanted.isEmpty()) {
            return new RequestedPython(supported, dagsterWants);
        }
        VersionSpecifier asked = wanted.get().versions();
        String wishes = dagsterWants + ", " + wanted.get().source() + " asks for " + asked;
        VersionSpecifier both = VersionSpecifier.parse(asked + "," + supported).orElseThrow();
        if (!isPossible(both)) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_python_version",
                    "No Python can do: " + wishes,
                    "Python version",
                    asked.toString(),
                    "pythonVersion",
                    List.of(),
                    REMEDY));
        }
        return new RequestedPython(both, wishes);
    }

    boolean matches(SystemPython python) {
        return versions.matches(python.version());
    }

    /** The error when neither this machine has one nor uv. */
    PlatformException missing(List<SystemPython> installed, boolean offline) {
        String found = installed.isEmpty()
                ? "none was found"
                : "found "
                        + installed.stream()
                                .map(SystemPython::version)
                                .distinct()
                                .collect(Collectors.joining(", "));
        return new PlatformException(
                Problem.ofValue(
                        "environment_error",
                        "There is no Python " + versions + " on this machine (" + found + "), and "
                                + (offline ? "Maven is offline" : "uv could not download one") + ": " + wishes,
                        "Python version",
                        versions.toString(),
                        "pythonVersion",
                        List.of(),
                        "Install one. " + REMEDY),
                null);
    }

    /** The oldest of them, as {@code 3.10}. */
    String oldest() {
        return "3." + minors(versions).findFirst().orElseThrow();
    }

    private static boolean isPossible(VersionSpecifier versions) {
        return minors(versions).findAny().isPresent();
    }

    private static IntStream minors(VersionSpecifier versions) {
        return IntStream.range(OLDEST_MINOR, NEWEST_MINOR)
                .filter(minor -> IntStream.range(0, NEWEST_PATCH)
                        .anyMatch(patch -> versions.matches("3." + minor + "." + patch)));
    }
}
