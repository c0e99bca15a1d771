package io.github.dagstermaven.project;

import java.util.List;

/**
 * The parameters that name the definitions, as the user gave them. Files are relative to the project's folder.
 *
 * @param pythonFile Python files; empty when not given
 * @param moduleName modules; empty when not given
 * @param packageName packages; empty when not given
 * @param autoloadDefsModuleName modules whose definitions are loaded from all their submodules; empty when not given
 * @param workspace workspace files; empty when not given
 * @param attribute the name of the {@code Definitions}, repository, job or function; null to find it
 * @param workingDirectory the folder that modules are imported from; null for the project's
 */
public record TargetParameters(
        List<String> pythonFile,
        List<String> moduleName,
        List<String> packageName,
        List<String> autoloadDefsModuleName,
        List<String> workspace,
        String attribute,
        String workingDirectory) {

    /** Nothing is given: the target is discovered. */
    public static TargetParameters none() {
        return new TargetParameters(List.of(), List.of(), List.of(), List.of(), List.of(), null, null);
    }
}
