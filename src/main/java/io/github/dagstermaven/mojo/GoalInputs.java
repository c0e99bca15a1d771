package io.github.dagstermaven.mojo;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.project.FileStates;
import io.github.dagstermaven.project.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Everything that decides what a goal does, each by its name for people and a salted hash of what it is now. */
final class GoalInputs {
    /** What the plugin itself writes as the settings of a home, as Python has it too. */
    static final String OWN_SETTINGS =
            "# Written by dagster-maven-plugin; change it and it is used exactly as it says.\ntelemetry:\n  enabled: false\n";

    /** They tell of the terminal or of Maven's own start, and are others each time. */
    private static final Pattern OF_THE_SHELL =
            Pattern.compile("_|PWD|OLDPWD|SHLVL|TERM.*|COLUMNS|LINES|WINDOWID|SSH_.*"
                    + "|XDG_.*|DBUS_.*|GPG_TTY|LS_COLORS|MAVEN_.*|JAVA_MAIN_CLASS_.*|INVOCATION_ID|JOURNAL_STREAM");

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

    private final ModuleContext context;
    private final MojoExecution execution;
    private final PluginParameterExpressionEvaluator evaluator;
    private final List<String> configFiles;
    private final String salt;
    private final FileStates files;

    GoalInputs(
            ModuleContext context,
            MojoExecution execution,
            PluginParameterExpressionEvaluator evaluator,
            List<String> configFiles,
            String salt) {
        this.context = context;
        this.execution = execution;
        this.evaluator = evaluator;
        this.configFiles = configFiles;
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
                && !Files.readString(settings).equals(OWN_SETTINGS)) {
            return Optional.of("what has changed in the instance of " + context.shown(settings) + " cannot be told");
        }
        return configFiles.stream()
                .filter(this::isUnwatchedPattern)
                .findFirst()
                .map(file -> "which files " + file + " is going to name cannot be told");
    }

    private boolean isUnwatchedPattern(String file) {
        Path fixed = context.directory().resolve(WILDCARD.split(file, 2)[0]).normalize();
        return WILDCARD.matcher(file).find() && !FileStates.isWatched(context.directory(), fixed);
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
        for (String file : configFiles) {
            if (!WILDCARD.matcher(file).find()) {
                states.put(file, files.content(context.directory().resolve(file)));
            }
        }
        parameters().forEach((name, value) -> states.put("the parameter " + name, hash(value)));
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

    private Map<String, String> parameters() {
        Map<String, String> values = new TreeMap<>();
        Xpp3Dom configuration = execution.getConfiguration();
        for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
            Xpp3Dom given = configuration == null ? null : configuration.getChild(parameter.getName());
            if (parameter.isEditable() && given != null) {
                StringBuilder text = new StringBuilder();
                append(given, text);
                values.put(parameter.getName(), text.toString());
            }
        }
        return values;
    }

    private void append(Xpp3Dom element, StringBuilder text) {
        String value = element.getValue() == null ? element.getAttribute("default-value") : element.getValue();
        text.append('<').append(element.getName()).append('>').append(evaluated(value));
        for (Xpp3Dom child : element.getChildren()) {
            append(child, text);
        }
    }

    private String evaluated(String value) {
        try {
            return value == null ? "" : String.valueOf(evaluator.evaluate(value));
        } catch (ExpressionEvaluationException e) {
            // The goal has read it before.
            return value;
        }
    }

    private String hash(String value) {
        return new Fingerprint().add("salt", salt).add("value", value).hex();
    }
}
