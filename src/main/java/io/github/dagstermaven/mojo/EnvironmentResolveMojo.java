package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.environment.PythonEnvironment;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the Python environment, or finds it when it is there already, and prints where it is. When a later goal of the same
 * module needs the definitions, Python begins to load them now, beside the rest of the build.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "environment-resolve",
        defaultPhase = LifecyclePhase.INITIALIZE,
        requiresProject = false,
        threadSafe = true)
public final class EnvironmentResolveMojo extends AbstractDagsterMojo {
    // Not @Inject: before Maven 3.9 that fails for classes of Java 17.
    @Component
    @SuppressWarnings("deprecation")
    private LifecycleExecutor lifecycle;

    @Override
    void run() {
        PythonEnvironment environment = context().environment();
        String kind = environment.root() == null ? "given" : environment.locked() ? "locked" : "unlocked";
        console()
                .info("Python " + environment.pythonVersion() + ", Dagster " + environment.dagsterVersion() + " ("
                        + kind + ")");
        console().info("Interpreter: " + environment.interpreter());
        startEarly();
    }

    /** Lets Python load the definitions while Maven compiles and tests, when a later goal of this module uses them. */
    private void startEarly() {
        try {
            if (new EarlyStart(new BuildPlan(lifecycle, session), mojoExecution).isWorthwhile()) {
                context().startDagster();
            }
        } catch (DagsterException e) {
            // Belongs to the goal that needs the definitions: it meets the same trouble and tells it.
            getLog().debug("The definitions are not loaded early: " + e.getMessage());
        }
    }
}
