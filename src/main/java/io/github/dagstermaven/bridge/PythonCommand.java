package io.github.dagstermaven.bridge;

import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.PythonVariables;
import java.nio.file.Path;
import java.util.List;

/** The command that starts the bridge in a Python, and the variables that it sees. */
final class PythonCommand {
    private PythonCommand() {}

    static Command of(LocalDagster.Settings settings, Path interpreter) {
        return PythonVariables.activated(
                List.of(interpreter.toString(), "-X", "utf8", "-m", "dagster_maven_bridge"),
                // Not the project, which Python enters later: -m imports from the folder it is started in.
                settings.bridgeDirectory(),
                // User code starts dbt, or python, and means the one beside Dagster.
                interpreter.toAbsolutePath().getParent(),
                // The project's own folders come with the first request: until then its queue.py would stand in for
                // Python's.
                List.of(settings.bridgeDirectory()),
                settings.environmentVariables());
    }
}
