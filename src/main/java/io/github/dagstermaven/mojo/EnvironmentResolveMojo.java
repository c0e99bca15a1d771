package io.github.dagstermaven.mojo;

import io.github.dagstermaven.environment.PythonEnvironment;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the Python environment, or finds it when it is there already, and prints where it is.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "environment-resolve",
        defaultPhase = LifecyclePhase.INITIALIZE,
        requiresProject = false,
        threadSafe = true)
public final class EnvironmentResolveMojo extends AbstractDagsterMojo {

    @Override
    void run() {
        PythonEnvironment environment = context().environment();
        String kind = environment.root() == null ? "given" : environment.locked() ? "locked" : "unlocked";
        console()
                .info("Python " + environment.pythonVersion() + ", Dagster " + environment.dagsterVersion() + " ("
                        + kind + ")");
        console().info("Interpreter: " + environment.interpreter());
    }
}
