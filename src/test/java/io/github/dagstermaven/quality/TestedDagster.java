package io.github.dagstermaven.quality;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.project.PythonProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two ends of what is supported, each in an environment that the plugin provisions for itself, from a lock with hashes. */
public enum TestedDagster {
    /** The newest Dagster; Python's formatter, linter and type checker are here too. */
    NEWEST("src/test/python"),
    /** The oldest that is supported. */
    OLDEST("src/test/python/oldest");

    private final Path requirements;

    TestedDagster(String requirements) {
        this.requirements = Path.of(requirements).toAbsolutePath();
    }

    /** Its environment, built when it is not there yet. */
    public PythonEnvironment environment() {
        Map<String, String> variables = System.getenv();
        String cache = variables.get("DAGSTER_MAVEN_CACHE_DIRECTORY");
        Specification specification = new Specification(
                PythonProject.at(requirements),
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                cache == null ? PythonEnvironment.defaultCacheDirectory(variables) : Path.of(cache),
                false,
                null,
                variables);
        return PythonEnvironment.resolve(specification, System.out::println);
    }
}
