package io.github.dagstermaven.mojo;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.project.FileStates;
import io.github.dagstermaven.project.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecution;

/** Everything that decides what a goal does, each by its name for people and a salted hash of what it is now. */
final class GoalInputs {
    /** They tell of the terminal or of Maven's own start, and are others each time. */
    private static final Pattern OF_THE_SHELL =
            Pattern.compile("_|PWD|OLDPWD|SHLVL|TERM.*|COLUMNS|LINES|WINDOWID|SSH_.*"
                    + "|XDG_.*|DBUS_.*|GPG_TTY|LS_COLORS|MAVEN_.*|JAVA_MAIN_CLASS_.*|INVOCATION_ID|JOURNAL_STREAM");

    private final ModuleContext context;
    private final MojoExecution execution;
    private final NamedFiles namedFiles;
    private final String salt;
    private final FileStates files;

    GoalInputs(ModuleContext context, MojoExecution execution, NamedFiles namedFiles, String salt) {
        this.context = context;
        this.execution = execution;
        this.namedFiles = namedFiles;
        this.salt = salt;
        this.files = new FileStates(salt);
    }

    /** Why it cannot be told whether something has changed; empty when it can. */
    Optional<String> unsure(boolean usesInstance) throws IOException {
        if (context.environment().root() == null) {
            return Optional.of("what is installed beside an interpreter of your own (<python>) may have changed");
        }
        if (usesInstance && context.instanceConfig().isPresent()) {
            return Optional.of("what has changed in the instance of "
                    + context.shown(context.instanceConfig().get()) + " cannot be told");
        }
        Path settings = context.homeFolder().resolve("dagster.yaml");
        if (usesInstance
                && Files.exists(settings)
                && !Files.readString(settings).equals(ProgramHome.OWN_SETTINGS)) {
            return Optional.of("what has changed in the instance of " + context.shown(settings) + " cannot be told");
        }
        return namedFiles.unsure();
    }

    /** Parameters, variables, secrets and the environment. */
    Map<String, String> settings() throws IOException {
        Map<String, String> states = new TreeMap<>();
        PythonEnvironment environment = context.environment();
        states.put(
                "the Python environment",
                hash(environment.root() + " " + environment.bridgeDirectory() + " " + environment.pythonVersion() + " "
                        + environment.dagsterVersion()));
        states.put("the plugin", hash(execution.getVersion()));
        System.getenv().forEach((name, value) -> {
            if (!OF_THE_SHELL.matcher(name).matches()) {
                states.put("the variable " + name, hash(value));
            }
        });
        context.secrets().values().forEach((name, value) -> states.put("the secret " + name, hash(value)));
        states.putAll(namedFiles.states(files));
        new GoalParameters(execution, context.evaluator())
                .values()
                .forEach((name, value) -> states.put("the parameter " + name, hash(value)));
        return states;
    }

    /** Code and settings of the project, and of the files elsewhere. */
    Map<String, String> sources(Collection<String> otherFiles) throws IOException {
        Map<String, String> states = named(files.sourcesBelow(context.directory(), context.homeFolder()));
        for (String file : otherFiles) {
            states.put(context.shown(Path.of(file)), files.content(Path.of(file)));
        }
        return states;
    }

    /** All other files of the project, and the manifest. */
    Map<String, String> data() throws IOException {
        Map<String, String> states = named(files.dataBelow(context.directory(), context.homeFolder()));
        Path manifest = context.layout().manifest();
        states.put(context.shown(manifest), files.content(manifest));
        return states;
    }

    /** What the home holds. */
    Map<String, String> instance() throws IOException {
        return Map.of("the instance in " + context.home(), FileStates.ofFolder(context.homeFolder()));
    }

    private Map<String, String> named(Map<Path, String> states) {
        Map<String, String> named = new TreeMap<>();
        states.forEach((file, state) -> named.put(context.shown(file), state));
        return named;
    }

    private String hash(String value) {
        return new Fingerprint().add("salt", salt).add("value", value).hex();
    }
}
