package io.github.dagstermaven.mojo;

import io.github.dagstermaven.scaffold.Excludes;
import io.github.dagstermaven.scaffold.Layout;
import io.github.dagstermaven.scaffold.ProjectName;
import io.github.dagstermaven.scaffold.ProjectScaffold;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes a new project in a folder of its own, below the project's folder or the current one: definitions with a POM, tests and a
 * README, of which {@code mvn verify} is green at once. No file is ever overwritten. Needs no Python.
 *
 * @since 0.1.0
 */
@Mojo(name = "project-scaffold", requiresProject = false, aggregator = true, threadSafe = true)
public final class ProjectScaffoldMojo extends AbstractDagsterMojo {

    /**
     * The new project's name, as {@code my_project}: that of its folder and, with {@code _} for {@code -}, of its Python package.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.name")
    private String name;

    /**
     * How the project is arranged: {@code classic}, a package with a module each for assets, resources, jobs, schedules and sensors; or
     * {@code dg}, a project of components.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.layout", defaultValue = "classic")
    private String layout;

    /**
     * What is left out: {@code README.md}, {@code setup} ({@code setup.py}), {@code tests}; in any case.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.excludes")
    private List<String> excludes;

    /**
     * Whether the name may be that of a published package. Otherwise the package index is asked about names with {@code dagster} or
     * {@code dbt} in them, because a project that has the name of a package it needs cannot import it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.ignorePackageConflict", defaultValue = "false")
    private boolean ignorePackageConflict;

    @Override
    void run() {
        ProjectName projectName = ProjectName.of(Required.value(name, "name", "the name of the new project"));
        Path parent = context().directory();
        ProjectScaffold scaffold = new ProjectScaffold(
                Choice.of("layout", "layout", layout, Layout.class),
                projectName,
                Excludes.of(Given.values(excludes)),
                mojoExecution.getVersion());
        scaffold.requireRoom(parent);
        if (!ignorePackageConflict && projectName.isLikelyTaken() && context().isPublished(projectName.packageName())) {
            throw projectName.taken();
        }
        int files = scaffold.write(parent);

        Path folder = parent.resolve(projectName.folder());
        console().info("Created " + folder + ": " + files + " files");
        console().info("");
        console().info("Next:");
        console().info("  cd " + context().shown(folder));
        console().info("  mvn verify       materialises its assets, runs their checks, validates the definitions");
        console().info("  mvn dagster:dev  shows it in the browser");
    }
}
