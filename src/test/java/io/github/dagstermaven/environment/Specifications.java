package io.github.dagstermaven.environment;

import io.github.dagstermaven.environment.PythonEnvironment.Index;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.project.PythonProject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Specifications with one thing said and everything else left to its default. */
final class Specifications {
    Path project;
    Path cache;
    Path python;
    String pythonVersion;
    String dagsterVersion;
    List<String> requirements = List.of();
    List<Path> requirementsFiles = List.of();
    Index index;
    Proxy proxy;
    boolean offline;
    Instant renewedSince;
    Map<String, String> variables = new HashMap<>(System.getenv());

    Specifications(Path project, Path cache) {
        this.project = project;
        this.cache = cache;
    }

    Specification build() {
        return new Specification(
                PythonProject.at(project),
                python,
                pythonVersion,
                dagsterVersion,
                requirements,
                requirementsFiles,
                index,
                proxy,
                cache,
                offline,
                renewedSince,
                variables);
    }
}
