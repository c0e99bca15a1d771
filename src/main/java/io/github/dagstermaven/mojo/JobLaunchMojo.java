package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Launch;
import io.github.dagstermaven.dagster.LaunchJobRequest;
import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.RunOptions;
import java.util.List;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Launches a job through the instance's run coordinator, as {@code dagster job launch} does: by default it is queued for a daemon.
 * Tells the run's id; with {@code wait} also what comes of it.
 *
 * @since 0.1.0
 */
@Mojo(name = "job-launch", requiresProject = false, threadSafe = true)
public final class JobLaunchMojo extends AbstractLaunchMojo {

    /**
     * Run configuration files (YAML), or patterns of such ({@code config/*.yaml}); merged as the command line does: the values
     * of files listed last win. Relative to the project's folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.config")
    private List<String> config;

    /**
     * Run configuration as a JSON document; together with {@code config} it is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.configJson")
    private String configJson;

    /**
     * Which ops of the job, as on the command line: {@code some_op}, {@code *some_op}, {@code some_op+}. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.opSelection")
    private List<String> opSelection;

    /**
     * The partition to run, as Dagster writes its key; a partitioned job needs one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partition")
    private String partition;

    /**
     * The id that the run is given, a UUID. Default: a new one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.runId")
    private String runId;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        configJson = Given.text(configJson);
        partition = Given.text(partition);
        runId = Given.text(runId);
    }

    @Override
    Function<Job, Request<Launch>> request() {
        RunOptions options = new ConfigParameters(config, configJson)
                .options(context().directory(), tags(), StepExecutor.DEFINITIONS, 0);
        PartitionSelection partitions = partition == null ? null : PartitionSelection.key(partition);
        List<String> ops = Given.values(opSelection);
        return chosen -> new LaunchJobRequest(
                chosen.name(), chosen.location(), chosen.repository(), ops, partitions, options, runId, wait);
    }
}
