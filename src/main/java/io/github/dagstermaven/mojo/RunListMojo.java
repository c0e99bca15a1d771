package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListRunsRequest;
import io.github.dagstermaven.dagster.RunList;
import io.github.dagstermaven.report.RunsText;
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
     * How many runs at most. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.limit")
    private Integer limit;

    @Override
    void run() {
        requireOutputFormat();
        RunList list = ask(new ListRunsRequest(limit));
        show(list.runs(), () -> RunsText.table(list.runs()));
    }
}
