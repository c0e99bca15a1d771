package io.github.dagstermaven.mojo;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.PythonVariables;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of the Python environment with its arguments, as it is run for a project: in its folder, as if the environment were
 * activated.
 */
final class EnvironmentProgram {
    private static final String WATCHED = "import sys; sys.path.insert(0, sys.argv.pop(1));"
            + " from dagster_maven_bridge.program import main; main()";

    private final PythonEnvironment environment;
    private final Path program;
    private final List<String> words;

    /**
     * The program that the first word names.
     *
     * @throws io.github.dagstermaven.dagster.PipelineException the environment has none of that name
     */
    EnvironmentProgram(PythonEnvironment environment, List<String> words) {
        this.environment = environment;
        this.program = environment.program(words.get(0));
        this.words = words;
    }

    /**
     * How it is run.
     *
     * @param directory the project's folder
     * @param importFolders where Python finds the project's modules
     * @param variables the variables of the goal and its secrets
     * @param home the folder of the instance
     */
    Command command(Path directory, List<Path> importFolders, Map<String, String> variables, Path home) {
        List<String> arguments = new ArrayList<>(words);
        arguments.set(0, program.toString());
        if (File.separatorChar == '/') {
            // Else it would outlive a Maven that is killed.
            arguments.addAll(
                    0,
                    List.of(
                            environment.interpreter().toString(),
                            "-I",
                            "-c",
                            WATCHED,
                            environment.bridgeDirectory().toString()));
        }
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put("DAGSTER_HOME", home.toString());
        // Else what it prints comes when it ends: it sees no terminal.
        all.putIfAbsent("PYTHONUNBUFFERED", "1");
        return PythonVariables.activated(arguments, directory, program.getParent(), importFolders, all);
    }
}
