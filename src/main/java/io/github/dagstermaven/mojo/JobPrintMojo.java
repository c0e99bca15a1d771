package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.JobStructure;
import io.github.dagstermaven.dagster.PrintJobRequest;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.report.JobText;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Prints what a job consists of, as {@code dagster job print} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-print", requiresProject = false, threadSafe = true)
public final class JobPrintMojo extends AbstractJobMojo {

    /**
     * Prints the description, inputs and outputs, too.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.verbose", defaultValue = "false")
    private boolean verbose;

    @Override
    void run() {
        requireOutputFormat();
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        RunListener listener = new PrintedOutput(console(), context().secrets());
        Job chosen = chosenJob(dagster.get(), listener);
        JobStructure structure = dagster.get()
                .call(
                        new PrintJobRequest(chosen.name(), chosen.location(), chosen.repository()),
                        listener,
                        timeLimit());
        show(structure, () -> verbose ? JobText.detailed(structure) : JobText.brief(structure));
    }
}
