package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DownloadExampleRequest;
import io.github.dagstermaven.dagster.DownloadedExample;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.scaffold.NewFolder;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Downloads one of Dagster's official examples from GitHub to a new folder, below the project's folder or the current one.
 *
 * @since 0.1.0
 */
@Mojo(name = "project-from-example", requiresProject = false, aggregator = true, threadSafe = true)
public final class ProjectFromExampleMojo extends AbstractDagsterMojo {

    /**
     * The example's name, as {@code quickstart_etl}; {@code project-list-examples} lists them.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.exampleName")
    private String exampleName;

    /**
     * The version of Dagster that the example is of. Default: the installed one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.exampleVersion")
    private String exampleVersion;

    /**
     * Where the archive of Dagster's source code is downloaded from; <code>{version}</code> in it stands for the version. Default:
     * GitHub.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.exampleUrl")
    private String exampleUrl;

    /**
     * The name of the new folder. Default: that of the example.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.name")
    private String name;

    @Override
    void run() {
        String example = Required.value(exampleName, "exampleName", "the name of an example");
        Path parent = context().directory();
        Path folder = NewFolder.below(parent, Given.text(name) == null ? example : name);
        if (session.isOffline()) {
            throw new PlatformException(
                    Problem.of(
                            "offline",
                            "The example '" + example + "' cannot be downloaded, because Maven is offline",
                            "Call without -o"),
                    null);
        }
        console().info("Downloading the example " + example + "; this may take a while");
        DownloadedExample downloaded = ask(new DownloadExampleRequest(
                example, Given.text(exampleVersion), Given.text(exampleUrl), folder.toString()));

        String plugin =
                mojoExecution.getGroupId() + ":" + mojoExecution.getArtifactId() + ":" + mojoExecution.getVersion();
        console().info("Created " + folder + ": " + downloaded.files() + " files of Dagster " + downloaded.version());
        console().info("");
        console().info("Next:");
        console().info("  cd " + context().shown(folder));
        console().info("  mvn " + plugin + ":asset-list");
    }
}
