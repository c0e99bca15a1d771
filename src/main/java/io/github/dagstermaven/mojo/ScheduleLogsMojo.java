package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListTicksRequest;
import io.github.dagstermaven.report.TickText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the latest ticks of a schedule: when, with what result, the runs or the reason or the error. The logs that
 * {@code dagster schedule logs} refers to are those of Dagster's daemon.
 *
 * @since 0.1.0
 */
@Mojo(name = "schedule-logs", requiresProject = false, threadSafe = true)
public final class ScheduleLogsMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * The schedule's name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.scheduleName")
    private String scheduleName;

    /**
     * How many ticks at most. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.limit")
    private Integer limit;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        scheduleName = Given.text(scheduleName);
    }

    @Override
    void run() {
        requireOutputFormat();
        String name = Required.value(scheduleName, "scheduleName", "the name of a schedule");
        askDefinitions(new ListTicksRequest(name, location, repository, limit))
                .ifPresent(
                        list -> show(list.ticks(), () -> new TickText(context().directory()).history(list.ticks())));
    }
}
