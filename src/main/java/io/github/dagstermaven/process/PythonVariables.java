package io.github.dagstermaven.process;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a program of a Python environment sees: what it would see if that were activated, and nothing meant for another Python. */
public final class PythonVariables {
    /** What a shell may have set for another Python or another Dagster. */
    private static final Set<String> FOREIGN = Set.of(
            "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "DAGSTER_HOME");

    private PythonVariables() {}

    /**
     * A command with the environment of this process, as far as it is not meant for another Python.
     *
     * @param programs the folder with the environment's programs, which comes first on the path
     * @param importFolders folders that modules are imported from, before those of the variables
     * @param variables variables that are set on purpose
     */
    public static Command activated(
            List<String> arguments,
            Path directory,
            Path programs,
            List<Path> importFolders,
            Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        importFolders.stream()
                .map(Path::toString)
                .reduce((one, other) -> one + File.pathSeparator + other)
                .ifPresent(ours -> all.merge("PYTHONPATH", ours, (users, added) -> added + File.pathSeparator + users));
        String shells = all.getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
        all.put("PATH", shells.isEmpty() ? programs.toString() : programs + File.pathSeparator + shells);
        return Command.inheriting(arguments, directory).without(FOREIGN).with(all);
    }
}
