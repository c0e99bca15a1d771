package io.github.dagstermaven.mojo;

import io.github.dagstermaven.bridge.DevServer;
import io.github.dagstermaven.bridge.LocalDagster;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.project.PythonProject;
import io.github.dagstermaven.report.DefinitionsPage;
import io.github.dagstermaven.report.ManifestFile;
import io.github.dagstermaven.report.ReportedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;

/** The module that a goal works on: the parameters of {@link AbstractDagsterMojo} turned into folders, environment and bridge. */
final class ModuleContext {
    private final AbstractDagsterMojo mojo;
    private final BuildSession buildSession;
    private final MavenModule module;
    private final Path base;
    private final Path directory;
    private final BuildLayout layout;
    private final Map<String, String> variables;
    private final Secrets secrets;
    private final MavenConsole console;
    private final PythonProject project;
    private PythonEnvironment environment;
    private LocalDagster dagster;

    ModuleContext(AbstractDagsterMojo mojo) {
        this.mojo = mojo;
        this.buildSession = BuildSession.of(mojo.session);
        this.module = new MavenModule(mojo.project, mojo.session);
        this.base = module.base();
        this.directory = existing(mojo.projectDirectory == null ? base : base.resolve(mojo.projectDirectory.toPath()));
        this.layout = module.layout(directory);
        this.variables = new LinkedHashMap<>(maps().read("environmentVariables", mojo.environmentVariables));
        this.secrets = secretNames().resolve(Given.values(mojo.secrets));
        this.console =
                new MavenConsole(mojo.getLog(), secrets, isWatched(mojo.session.getRequest()), mojo.isDetailed());
        secrets.tooShort()
                .forEach(name -> buildSession.once(
                        "The secret " + name + " has less than " + Secrets.SHORTEST + " characters and is not masked",
                        console::warn));
        this.project = PythonProject.at(directory);
    }

    Path directory() {
        return directory;
    }

    BuildLayout layout() {
        return layout;
    }

    Secrets secrets() {
        return secrets;
    }

    MavenConsole console() {
        return console;
    }

    BuildSession buildSession() {
        return buildSession;
    }

    /** This module as reports name it: by itself in a build of one, beside others in a build of several. */
    ReportedModule reportedModule() {
        return module.reported(directory, layout.logs());
    }

    /** What this module's build writes down. */
    BuildRecords records() {
        return new BuildRecords(this);
    }

    /** Whether nothing has been recorded for this module in this build yet. */
    boolean isFirstRecording() {
        return buildSession.isFirstRecording(moduleId());
    }

    /** Reads parameters that are maps. */
    MapParameter maps() {
        return new MapParameter(evaluator());
    }

    /** Evaluates what is written in the configuration of the goal. */
    PluginParameterExpressionEvaluator evaluator() {
        return new PluginParameterExpressionEvaluator(mojo.session, mojo.mojoExecution);
    }

    /** Does something at the end of the build, unless the module's build has failed. */
    void atEnd(Runnable work) {
        buildSession.atEnd(moduleId(), work);
    }

    /** What the Python environment is to be like. */
    PythonEnvironment.Specification specification() {
        return new EnvironmentParameters(mojo, settings(), base, System.getenv()).specification(project);
    }

    /** The Python environment, built when it is not there yet. */
    PythonEnvironment environment() {
        if (environment == null) {
            environment = PythonEnvironment.resolve(specification(), console::info);
        }
        return environment;
    }

    /** Whether the package index has a package of that name; builds no environment. */
    boolean isPublished(String name) {
        return PythonEnvironment.isPublished(specification(), name);
    }

    /** Whether files of the environment in use are missing or changed; if so, the next build makes a new one. */
    boolean isEnvironmentDamaged() {
        return environment != null && !environment.recheck();
    }

    /** The bridge to the module's definitions; empty, and one line says so, in an aggregator that has none. */
    Optional<Dagster> dagster() {
        if (dagster == null) {
            Optional<CodeTarget> target = target();
            if (target.isEmpty()) {
                return Optional.empty();
            }
            dagster = openDagster(target.get());
            // Python starts while this side prepares what to ask it.
            dagster.start();
        }
        return Optional.of(dagster);
    }

    /**
     * Whether {@link #dagster} has definitions to work on, or has to say what is wrong with where they are; nothing is said, or
     * started.
     */
    boolean hasDefinitions() {
        try {
            return findTarget().isPresent();
        } catch (PipelineException toldWhenTheyAreNeeded) {
            return true;
        }
    }

    /** The bridge to the instance alone; needs no definitions. */
    Dagster instance() {
        return buildSession.instance(moduleId(), bridgeSettings(null));
    }

    /** The module's dev server. */
    ModuleDevServer devServer() {
        return new ModuleDevServer(buildSession, moduleId());
    }

    /** Starts it on the module's definitions. Empty, and one line says so, in an aggregator that has none. */
    Optional<DevServer> startDevServer(DevServerParameters parameters, RunListener output) {
        return target().map(target -> devServer()
                .start(bridgeSettings(target), parameters.request(target, mojo.location), output, mojo.timeLimit()));
    }

    /** The file that keeps what the module's dev server prints, as the user would write it. */
    String devServerLog() {
        return shown(DevServer.log(layout.logs()));
    }

    /** The folder of the instance, as the user would write it. */
    String home() {
        return shown(homeFolder());
    }

    /** The folder of the instance. */
    Path homeFolder() {
        return homeParameters().folder();
    }

    /** The user's own settings of the instance; empty when they are the plugin's. */
    Optional<Path> instanceConfig() {
        return homeParameters().instanceConfig();
    }

    /** A path as the user would write it. */
    String shown(Path path) {
        return path.startsWith(base) ? base.relativize(path).toString() : path.toString();
    }

    /** Starts Python and loads the definitions in the background; does nothing when there are none. */
    void startDagster() {
        findTarget().ifPresent(target -> openDagster(target).start());
    }

    /** Dagster's version, once something was asked of it. */
    String dagsterVersion() {
        return environment().dagsterVersion();
    }

    void writeManifest(Definitions definitions) {
        manifestFile().write(definitions, dagsterVersion(), mojo.mojoExecution.getVersion());
    }

    /** The module's manifest. */
    ManifestFile manifestFile() {
        return new ManifestFile(layout.manifest(), directory, secrets);
    }

    /** The module's name for people. */
    String title() {
        return module.title(directory);
    }

    /** What a page about this module's definitions is about. */
    DefinitionsPage.Subject pageSubject() {
        return new DefinitionsPage.Subject(
                title(), module.version(), dagsterVersion(), mojo.mojoExecution.getVersion());
    }

    /** A program of the environment and its arguments, to be run in the project's folder with this build's home. */
    Command program(List<String> words) {
        EnvironmentProgram program = new EnvironmentProgram(environment(), words);
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.putAll(secrets.values());
        Path home = new ProgramHome(warnedHomeParameters()).prepared();
        return program.command(directory, importFolders(), all, home);
    }

    /** Whether what the build is given to read can be passed on. */
    boolean hasInput() {
        return mojo.session.getRequest().isInteractiveMode() && !MavenConsole.isDaemon();
    }

    private List<Path> importFolders() {
        List<Path> folders = new ArrayList<>(project.pythonPath());
        project.writeEntryPoints(layout.python()).ifPresent(folders::add);
        return List.copyOf(folders);
    }

    private HomeParameters warnedHomeParameters() {
        HomeParameters home = homeParameters();
        home.warning(System.getenv("DAGSTER_HOME")).ifPresent(text -> buildSession.once(text, console::warn));
        return home;
    }

    private LocalDagster openDagster(CodeTarget target) {
        LocalDagster.Settings settings = bridgeSettings(target);
        // The time limit counts from here on: the environment is there.
        return buildSession.dagster(moduleId(), settings, console, mojo.timeLimit());
    }

    private LocalDagster.Settings bridgeSettings(CodeTarget target) {
        PythonEnvironment resolved = environment();
        HomeParameters home = warnedHomeParameters();
        Map<String, String> seen = new HashMap<>(resolved.sharedVariables());
        seen.putAll(variables);
        return new LocalDagster.Settings(
                resolved.interpreter(),
                resolved.bridgeDirectory(),
                importFolders(),
                directory,
                target,
                home.folder(),
                home.instanceConfig().orElse(null),
                seen,
                secrets,
                parallelism(),
                layout.logs());
    }

    private HomeParameters homeParameters() {
        return new HomeParameters(mojo.home, mojo.instanceConfig, base, directory, layout);
    }

    /** Whether one person looks at one module at a time: else progress lines of several modules would mix. */
    private static boolean isWatched(MavenExecutionRequest request) {
        return request.isInteractiveMode() && request.getDegreeOfConcurrency() <= 1;
    }

    private int parallelism() {
        // One budget for the whole build: modules that are built at the same time share the processors.
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.max(1, processors / Math.max(1, mojo.session.getRequest().getDegreeOfConcurrency()));
    }

    private Optional<CodeTarget> findTarget() {
        return new DefinitionsParameters(mojo).target(project);
    }

    private Optional<CodeTarget> target() {
        Optional<CodeTarget> target = findTarget();
        if (target.isEmpty()) {
            if (!module.isAggregator()) {
                throw DefinitionsParameters.missing(directory);
            }
            console.info("No Dagster definitions here; this module only gathers others");
        }
        return target;
    }

    private SecretNames secretNames() {
        Map<String, String> all = new LinkedHashMap<>(System.getenv());
        all.putAll(variables);
        Path working = mojo.workingDirectory == null ? directory : directory.resolve(mojo.workingDirectory);
        return new SecretNames(all, List.of(working.resolve(".env"), directory.resolve(".env")), settings());
    }

    private SettingsAccess settings() {
        return new SettingsAccess(mojo.session.getSettings(), mojo.settingsDecrypter);
    }

    private String moduleId() {
        return module.id(directory);
    }

    private static Path existing(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new PipelineException(Problem.ofValue(
                    "missing_directory",
                    "The Dagster project's folder does not exist",
                    "folder",
                    absolute.toString(),
                    "projectDirectory",
                    List.of(),
                    null));
        }
        return absolute;
    }
}
