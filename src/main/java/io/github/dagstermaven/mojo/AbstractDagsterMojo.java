package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.InputsRequest;
import io.github.dagstermaven.dagster.InstanceRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.report.InstanceText;
import io.github.dagstermaven.report.PrintedOutput;
import java.io.File;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;

/**
 * What every goal that works on definitions has in common: which definitions, which instance, which secrets.
 */
abstract class AbstractDagsterMojo extends AbstractEnvironmentMojo {
    @Parameter(defaultValue = "${project}", readonly = true)
    MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution mojoExecution;

    // Not @Inject: before Maven 3.9 that fails for classes of Java 17.
    @Component
    @SuppressWarnings("deprecation")
    SettingsDecrypter settingsDecrypter;

    // Not @Inject: before Maven 3.9 that fails for classes of Java 17.
    @Component
    @SuppressWarnings("deprecation")
    private MavenProjectHelper projectHelper;

    // Not @Inject: before Maven 3.9 that fails for classes of Java 17.
    @Component
    @SuppressWarnings("deprecation")
    private RepositorySystem repositorySystem;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.skip", defaultValue = "false")
    boolean skip;

    /**
     * The Dagster project's folder. Default: the module's folder, or the current folder when there is no POM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.projectDirectory", defaultValue = "${project.basedir}")
    File projectDirectory;

    /**
     * Python files that hold the definitions, each a code location; relative to the project's folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.pythonFile")
    List<String> pythonFile;

    /**
     * Modules that hold the definitions, each a code location.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.moduleName")
    List<String> moduleName;

    /**
     * Packages that hold the definitions, each a code location.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.packageName")
    List<String> packageName;

    /**
     * Modules to import and to search recursively for definitions, each a code location.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.autoloadDefsModuleName")
    List<String> autoloadDefsModuleName;

    /**
     * Workspace files ({@code workspace.yaml}), each with one or more code locations.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.workspace")
    List<String> workspace;

    /**
     * The name of the {@code Definitions}, repository, job or function in the file or module. Default: it is found.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.attribute")
    String attribute;

    /**
     * The folder that modules are imported from and files are relative to. Default: the project's folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.workingDirectory")
    String workingDirectory;

    /**
     * Narrows to one code location by its name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.location")
    String location;

    /**
     * Narrows to one repository by its name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.repository")
    String repository;

    /**
     * The Dagster home: the folder of the instance, with its SQLite files and what IO managers store. The default is gone with
     * {@code mvn clean}; name a folder outside {@code target} to keep history across builds.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.home", defaultValue = "${project.build.directory}/dagster/home")
    String home;

    /**
     * A {@code dagster.yaml} with instance settings, used exactly as it says. Default: the one in the project's folder, if
     * there is one; else the plugin's own embedded SQLite storage.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.instanceConfig")
    String instanceConfig;

    /**
     * Environment variables of the Python process. A map, or a JSON object as a property.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.environmentVariables")
    PlexusConfiguration environmentVariables;

    /**
     * Names of secrets: environment variables, variables of the {@code .env} file, or ids of servers in settings.xml (which give
     * {@code <ID>_USERNAME} and {@code <ID>_PASSWORD}). Their values reach the Python process and are masked everywhere.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.secrets")
    List<String> secrets;

    /**
     * How long the operation may take, without the provisioning of the environment: {@code 500ms}, {@code 90s}, {@code 30m},
     * {@code 2h}; a bare number is seconds, {@code 0} is no limit. Default: no limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.timeout")
    String timeout;

    private ModuleContext context;
    private Baselines baselines;
    private TimeLimit timeLimit;

    /** The goal's own work. */
    abstract void run() throws MojoFailureException, MojoExecutionException;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        attribute = Given.text(attribute);
        workingDirectory = Given.text(workingDirectory);
        location = Given.text(location);
        repository = Given.text(repository);
        home = Given.text(home);
        instanceConfig = Given.text(instanceConfig);
    }

    /** The property that skips this goal in this build, or empty. Goals that run something know more of them. */
    Optional<String> skippedBy() {
        return skip ? Optional.of("dagster.skip") : Optional.empty();
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        Optional<String> skippedBy = skippedBy();
        if (skippedBy.isPresent()) {
            getLog().info("Skipped: " + skippedBy.get() + " is set");
            return;
        }
        forgetEmpty();
        ErrorMapping errors = new ErrorMapping(getLog(), session);
        errors.carryOut(
                () -> {
                    context = new ModuleContext(this);
                    errors.within(context.directory(), context.secrets());
                    run();
                },
                this::remedyOfDamage);
    }

    /** The module this goal works on. */
    final ModuleContext context() {
        return context;
    }

    /** The log, with secrets masked. */
    final MavenConsole console() {
        return context.console();
    }

    /**
     * Dagster with the module's definitions. Empty, and one line says so, in an aggregator that has none.
     *
     * @throws PipelineException there are no definitions, or several candidates
     */
    final Optional<Dagster> dagster() {
        return context.dagster();
    }

    /** Sends a request about the instance alone. */
    final <R> R ask(InstanceRequest<R> request) {
        return context.instance().call(request, new PrintedOutput(console(), context.secrets()), timeLimit());
    }

    /** Sends a request about the module's definitions. Empty, and one line says so, in an aggregator that has none. */
    final <R> Optional<R> askDefinitions(Request<R> request) {
        return dagster()
                .map(dagster -> dagster.call(request, new PrintedOutput(console(), context.secrets()), timeLimit()));
    }

    /** Says which home a goal acts on; every goal that changes an instance does so before it does. */
    final void sayHome() {
        console().info("Home: " + context.home());
    }

    /** What is told of the instance that a goal acts on. */
    final InstanceText instanceText() {
        return new InstanceText(context.directory(), context.home());
    }

    /** The one time limit of all that this goal asks Dagster for; counts from the first call. */
    final TimeLimit timeLimit() {
        if (timeLimit == null) {
            timeLimit = TimeLimit.of(TimeoutText.parse(timeout));
        }
        return timeLimit;
    }

    /** Loads and checks all definitions and writes the manifest, or what is wrong with them into the reports. */
    final Definitions describe(Dagster dagster) {
        return describe(dagster, new DescribeRequest(location, repository));
    }

    /** The same, with what lint is asked for. */
    final Definitions describe(Dagster dagster, DescribeRequest request) {
        context.records().begin();
        try {
            Definitions definitions =
                    dagster.call(request, new PrintedOutput(console(), context.secrets()), timeLimit());
            context.writeManifest(definitions);
            return definitions;
        } catch (PipelineException e) {
            context.records().addErrors("definitions", e);
            new BuildServer(this).annotate(e);
            throw e;
        } catch (PlatformException e) {
            context.records().addErrors(mojoExecution.getGoal(), e);
            throw e;
        }
    }

    /** Remembers that the goal was successful, if it may be skipped next time. */
    final void keep(UnchangedGoal unchanged, Dagster dagster) {
        if (unchanged.isAsked()) {
            unchanged.keep(dagster.call(
                    new InputsRequest(location), new PrintedOutput(console(), context.secrets()), timeLimit()));
        }
    }

    /** Where manifests of before are found. */
    final Baselines baselines() {
        if (baselines == null) {
            baselines = new Baselines(new ReleasedManifests(repositorySystem, session, project, console()), context);
        }
        return baselines;
    }

    /** What this module's build hands to {@code install} and {@code deploy}. */
    final Attachments attachments() {
        return new Attachments(project, projectHelper);
    }

    /** Attaches the manifest that {@link #describe} has written. */
    final void attachManifest() {
        attachments().attach("json", "manifest", context.layout().manifest());
    }

    /** A Python that does not work may be one that somebody has damaged: the cheap check of each build does not see all. */
    private String remedyOfDamage() {
        return context != null && context.isEnvironmentDamaged()
                ? System.lineSeparator() + "  The Python environment was damaged: build again, a new one is made"
                : "";
    }

    /** Whether traces were asked for, with {@code -e} or {@code -X}. */
    final boolean isDetailed() {
        return ErrorMapping.isDetailed(getLog(), session);
    }
}
