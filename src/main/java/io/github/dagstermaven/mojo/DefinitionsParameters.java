package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.project.PythonProject;
import io.github.dagstermaven.project.TargetParameters;
import java.nio.file.Path;
import java.util.Optional;

/** Which definitions: those that the goal's parameters name, or what is found in the project. */
final class DefinitionsParameters {
    private final AbstractDagsterMojo mojo;

    DefinitionsParameters(AbstractDagsterMojo mojo) {
        this.mojo = mojo;
    }

    /**
     * Where they are; empty when there are none.
     *
     * @throws PipelineException there are several candidates, or none where the parameters say
     */
    Optional<CodeTarget> target(PythonProject project) {
        return project.target(new TargetParameters(
                Given.values(mojo.pythonFile),
                Given.values(mojo.moduleName),
                Given.values(mojo.packageName),
                Given.values(mojo.autoloadDefsModuleName),
                Given.values(mojo.workspace),
                mojo.attribute,
                mojo.workingDirectory));
    }

    /** What is said where there are none and have to be some. */
    static PipelineException missing(Path directory) {
        return new PipelineException(Problem.ofParameter(
                "no_definitions",
                "There are no Dagster definitions in " + directory,
                "pythonFile",
                "Looked for [tool.dg] and [tool.dagster] in pyproject.toml, workspace.yaml, and a package or file with a"
                        + " Definitions; name the file or module"));
    }
}
