package io.github.dagstermaven.dagster;

import java.nio.file.Path;
import java.util.List;

/**
 * Which definitions are worked on.
 *
 * @param kind how they are named
 * @param values one or more files or modules of that kind; several are several code locations
 * @param attribute the name of the {@code Definitions}, repository, job or function in it; null to find it
 * @param workingDirectory the folder that modules are imported from; absolute
 */
public record CodeTarget(Kind kind, List<String> values, String attribute, Path workingDirectory) {

    /** How definitions are named. In the protocol: the name in lower case. */
    public enum Kind {
        PYTHON_FILE,
        MODULE_NAME,
        PACKAGE_NAME,
        AUTOLOAD_DEFS_MODULE_NAME,
        WORKSPACE,
        PYPROJECT
    }
}
