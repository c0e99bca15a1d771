package io.github.dagstermaven.bridge;

import io.github.dagstermaven.process.Command;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command that starts the bridge in a Python, and the variables that it sees. */
final class PythonCommand {
    /** What a shell may have set for another Python or another Dagster. */
    private static final Set<String> FOREIGN_VARIABLES = Set.of(
            "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "DAGSTER_HOME");

    private PythonCommand() {}

    static Command of(LocalDagster.Settings settings, Path interpreter) {
        Map<String, String> variables = new HashMap<>(settings.environmentVariables());
        // Ours comes first; what the user adds on purpose is kept, unlike what the shell happens to have.
        // The project's own folders come with the first request: until then its queue.py would stand in for Python's.
        variables.merge(
                "PYTHONPATH",
                settings.bridgeDirectory().toString(),
                (users, ours) -> ours + File.pathSeparator + users);
        // As in an activated virtual environment: user code starts dbt, or python, and means the one beside Dagster.
        String programs = interpreter.toAbsolutePath().getParent().toString();
        String shells = variables.getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
        variables.put("PATH", shells.isEmpty() ? programs : programs + File.pathSeparator + shells);
        return Command.inheriting(
                        List.of(interpreter.toString(), "-X", "utf8", "-m", "dagster_maven_bridge"),
                        // Not the project, which Python enters later: -m imports from the folder it is started in.
                        settings.bridgeDirectory())
                .without(FOREIGN_VARIABLES)
                .with(variables);
    }
}
