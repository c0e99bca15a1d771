package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.ListJobsRequest;
import io.github.dagstermaven.dagster.MigrateRunsRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.ChangeText;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes the runs that a job has in the repository it was in before runs of the repository it is in now, as
 * {@code dagster run migrate-repository} does; for a code location or repository that got another name.
 *
 * @since 0.1.0
 */
@Mojo(name = "run-migrate-repository", requiresProject = false, threadSafe = true)
public final class RunMigrateRepositoryMojo extends AbstractConfirmedMojo implements UsesDefinitions {
    private static final Pattern LABEL = Pattern.compile("[^@]+@[^@]+");

    /**
     * The repository that the runs are migrated from: {@code <repository name>@<code location name>}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.from")
    private String from;

    /**
     * The job's name. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    private String job;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        from = Given.text(from);
        job = Given.text(job);
    }

    @Override
    void run() {
        String origin = label();
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        PrintedOutput output = new PrintedOutput(console(), context().secrets());
        Job target = dagster.get()
                .call(new ListJobsRequest(location, repository), output, timeLimit())
                .only(job);
        sayHome();
        console()
                .info("Job " + target.name() + ": from " + origin + " to " + target.repository() + "@"
                        + target.location());
        tell(
                dagster.get()
                        .call(
                                new MigrateRunsRequest(
                                        origin, target.name(), target.location(), target.repository(), confirm),
                                output,
                                timeLimit()),
                new ChangeText("migrate", "Migrated", "run"));
    }

    private String label() {
        String label = Required.value(from, "from", "the repository that the runs are migrated from");
        if (!LABEL.matcher(label).matches()) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "'" + label + "' does not name a repository of a code location",
                    "repository",
                    label,
                    "from",
                    List.of(),
                    "Write <repository name>@<code location name>, as in __repository__@shop"));
        }
        return label;
    }
}
