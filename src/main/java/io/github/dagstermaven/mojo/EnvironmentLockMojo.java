package io.github.dagstermaven.mojo;

import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.project.RequirementsLock;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes {@code requirements.lock} into the project's folder: a version with hashes of everything that the environment needs, for
 * every platform and every Python that the project allows. From then on every build installs exactly that. Versions that are locked
 * already stay as far as the requirements allow; with {@code -U} the newest are chosen.
 *
 * @since 0.1.0
 */
@Mojo(name = "environment-lock", requiresProject = false, threadSafe = true)
public final class EnvironmentLockMojo extends AbstractDagsterMojo {

    @Override
    void run() {
        RequirementsLock.requireOurs(context().directory());
        String requirements = PythonEnvironment.chooseVersions(context().specification(), console()::info);
        Path file = RequirementsLock.write(context().directory(), requirements);
        long locked = requirements.lines().filter(line -> line.contains("==")).count();
        console().info("Locked " + locked + " packages: " + context().shown(file));
    }
}
