package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListRunsRequest;
import io.github.dagstermaven.dagster.RunList;
import io.github.dagstermaven.report.RunsText;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the runs of the instance, the newest first, as {@code dagster run list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "run-list", requiresProject = false, threadSafe = true)
public final class RunListMojo extends AbstractQueryMojo {

    /**
     * The job whose runs are listed. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    private String job;

    /**
     * The statuses that runs are listed in: {@code success}, {@code failure}, {@code canceled}, {@code started}, and so on. Default:
     * all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.status")
    private List<String> status;

    /**
     * How many runs at most. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.limit")
    private Integer limit;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        job = Given.text(job);
    }

    @Override
    void run() {
        requireOutputFormat();
        ListLimit.require(limit, "runs");
        RunList list = ask(new ListRunsRequest(job, Given.values(status), limit));
        show(list.runs(), () -> list.noInstance() ? List.of(instanceText().none()) : RunsText.table(list.runs()));
    }
}
