package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which instance: the home's folder and the settings that govern it. */
final class HomeParameters {
    private final Path folder;
    private final boolean isDefault;
    private final Path instanceConfig;

    HomeParameters(String home, String instanceConfig, Path base, Path directory, BuildLayout layout) {
        // Without a POM, Maven leaves ${project.build.directory} as it stands.
        Path given = home == null || home.contains("${") ? layout.home() : base.resolve(home);
        this.folder = given.toAbsolutePath().normalize();
        this.isDefault = folder.equals(layout.home().toAbsolutePath().normalize());
        this.instanceConfig = instanceConfig == null ? directory.resolve("dagster.yaml") : base.resolve(instanceConfig);
        if (instanceConfig != null && !Files.isRegularFile(this.instanceConfig)) {
            throw new PipelineException(Problem.ofValue(
                    "missing_file",
                    "The instance configuration does not exist: " + this.instanceConfig,
                    "file",
                    instanceConfig,
                    "instanceConfig",
                    List.of(),
                    null));
        }
    }

    Path folder() {
        return folder;
    }

    /** The user's own dagster.yaml; empty when the plugin's embedded storage is used. */
    Optional<Path> instanceConfig() {
        return Files.isRegularFile(instanceConfig) ? Optional.of(instanceConfig) : Optional.empty();
    }

    /** A DAGSTER_HOME of the shell that is not used; it must not go unnoticed. */
    Optional<String> warning(String homeOfShell) {
        if (!isDefault || homeOfShell == null || homeOfShell.isBlank()) {
            return Optional.empty();
        }
        return Optional.of("DAGSTER_HOME (" + homeOfShell + ") is not used; this build's home is " + folder
                + ". To use it: <home> or -Ddagster.home=" + homeOfShell);
    }
}
