package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.BackfillJobRequest;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Launch;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.report.ChangeText;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Launches a run of a job for each of some partitions through the instance's run coordinator, as {@code dagster job backfill}
 * does. Tells the ids of the backfill and of the runs; with {@code wait} also what comes of them.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-backfill", requiresProject = false, threadSafe = true)
public final class JobBackfillMojo extends AbstractLaunchMojo {

    /**
     * The partitions, each as Dagster writes its key, or as a range {@code first...last}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitions")
    private List<String> partitions;

    /**
     * Fills all partitions; what is also done when no partitions are given.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.all", defaultValue = "false")
    private boolean all;

    /**
     * The first partition. Default: the first there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.from")
    private String from;

    /**
     * The last partition. Default: the last there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.to")
    private String to;

    /**
     * Confirms that this is to be done, where the command line asks. Without, the goal tells which runs it would launch, launches
     * none and fails.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.confirm", defaultValue = "false")
    private boolean confirm;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        from = Given.text(from);
        to = Given.text(to);
    }

    @Override
    Function<Job, Request<Launch>> request() {
        List<String> keys = Given.values(partitions);
        long ways = Stream.of(all, !keys.isEmpty(), from != null || to != null)
                .filter(given -> given)
                .count();
        if (ways > 1) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "The partitions are given in more than one way",
                    "partitions",
                    "Give one of <partitions> (-Ddagster.partitions), <all>, and <from> with <to>"));
        }
        return chosen -> new BackfillJobRequest(
                chosen.name(), chosen.location(), chosen.repository(), keys, from, to, tags(), confirm, wait);
    }

    @Override
    void accept(Launch launch) {
        if (!confirm) {
            throw new PipelineException(Problem.ofParameter(
                    "not_confirmed",
                    String.join(
                            "\n",
                            new ChangeText("launch", "Launched", "run")
                                    .notDone(launch.partitions().stream()
                                            .map(key -> launch.job() + "[" + key + "]")
                                            .toList())),
                    "confirm",
                    "To do so, set <confirm> or -Ddagster.confirm=true"));
        }
    }
}
