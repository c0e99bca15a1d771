package io.github.dagstermaven.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is started: arguments that no shell ever sees, a folder and the whole environment.
 *
 * @param arguments the program and its arguments
 * @param directory the working directory
 * @param environment the complete environment of the process; nothing is inherited beside it
 */
public record Command(List<String> arguments, Path directory, Map<String, String> environment) {

    static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /** Copies, so that a command does not change once it is made. */
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A command with the environment of this process. */
    public static Command inheriting(List<String> arguments, Path directory) {
        return new Command(arguments, directory, System.getenv());
    }

    /** The same command with these variables set; they win over the ones that it has. */
    public Command with(Map<String, String> variables) {
        // Names differ in case only on POSIX: on Windows "Path" and "PATH" are one variable.
        Map<String, String> all = WINDOWS ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new LinkedHashMap<>();
        all.putAll(environment);
        all.putAll(variables);
        return new Command(arguments, directory, all);
    }

    /** The same command with these variables removed. */
    public Command without(Set<String> names) {
        Map<String, String> rest = new LinkedHashMap<>(environment);
        rest.keySet().removeIf(name -> names.contains(WINDOWS ? name.toUpperCase(Locale.ROOT) : name));
        return new Command(arguments, directory, rest);
    }

    /** The program and its arguments; never the environment, which may hold secrets. */
    @Override
    public String toString() {
        return String.join(" ", arguments);
    }
}
