package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Python that a project wants.
 *
 * @param versions the versions that will do
 * @param source the file that says so, as {@code .python-version}
 */
public record WantedPython(VersionSpecifier versions, String source) {
    private static final String REQUIRES_PYTHON = "project.requires-python";
    private static final String POETRY_PYTHON = "tool.poetry.dependencies.python";

    /** What {@code .python-version} says, else the project's {@code requires-python}; empty when neither does. */
    static Optional<WantedPython> of(Path directory, PyprojectToml pyproject, SetupFiles setup) {
        return ofVersionFile(ProjectText.of(directory.resolve(".python-version")))
                .or(() -> pyproject
                        .requiredString(REQUIRES_PYTHON, "requires-python = \">=3.10\"")
                        .map(text -> parsed(text, "pyproject.toml", pyproject.at(REQUIRES_PYTHON))))
                .or(() -> pyproject
                        .string(POETRY_PYTHON)
                        // Alternatives, which only Poetry has: the choice is left to what Dagster supports.
                        .filter(text -> !text.contains("|"))
                        .map(text -> parsed(text, "pyproject.toml", pyproject.at(POETRY_PYTHON))))
                .or(() -> setup.requiresPython()
                        .map(value -> parsed(value.text(), value.file().toString(), value.at())));
    }

    private static Optional<WantedPython> ofVersionFile(ProjectText file) {
        return file.content()
                .lines()
                .map(line -> line.replaceFirst("#.*$", "").strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(line -> parsed(
                        line.replaceFirst("^(?:cpython|python)[-@]?", "").replaceFirst("(?<=[0-9])-[a-z].*$", ""),
                        ".python-version",
                        file.at(line)));
    }

    private static WantedPython parsed(String text, String source, SourceLocation at) {
        return VersionSpecifier.parse(text)
                .map(versions -> new WantedPython(versions, source))
                .orElseThrow(
                        () -> new PipelineException(
                                new Problem(
                                        "invalid_python_version",
                                        "'" + text + "' is not a version of CPython",
                                        null,
                                        text,
                                        null,
                                        List.of(),
                                        at,
                                        null,
                                        "Write it as 3.12 or >=3.11,<3.13, or choose with <pythonVersion> (-Ddagster.pythonVersion).")));
    }
}
