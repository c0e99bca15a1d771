package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ConfigScaffold;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.ScaffoldConfigRequest;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Prints run configuration of a job to be filled in, as {@code dagster job scaffold_config} does: as YAML, or with
 * {@code outputFormat=json} as JSON, in both cases without a level in front of the lines.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-scaffold-config", requiresProject = false, threadSafe = true)
public final class JobScaffoldConfigMojo extends AbstractJobMojo {

    /**
     * Leaves out what has a default.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.printOnlyRequired", defaultValue = "false")
    private boolean printOnlyRequired;

    @Override
    void run() {
        boolean json = requireOutputFormat() == OutputFormat.JSON;
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        RunListener listener = new PrintedOutput(console(), context().secrets());
        Job chosen = chosenJob(dagster.get(), listener);
        ConfigScaffold scaffold = dagster.get()
                .call(
                        new ScaffoldConfigRequest(
                                chosen.name(), chosen.location(), chosen.repository(), printOnlyRequired),
                        listener,
                        timeLimit());
        showDocument(json ? scaffold.json() : scaffold.yaml());
    }
}
