package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ConcurrencyLimits;
import io.github.dagstermaven.dagster.ListConcurrencyLimitsRequest;
import io.github.dagstermaven.report.InstanceText;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tells the limit of a concurrency key, or of all keys, as {@code dagster instance concurrency get} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "instance-concurrency-get", requiresProject = false, threadSafe = true)
public final class InstanceConcurrencyGetMojo extends AbstractQueryMojo {

    /**
     * The concurrency key (pool).
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.concurrencyKey")
    private String concurrencyKey;

    /**
     * All keys that have a limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.all", defaultValue = "false")
    private boolean all;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        concurrencyKey = Given.text(concurrencyKey);
    }

    @Override
    void run() {
        requireOutputFormat();
        NamedOrAll.require(concurrencyKey != null, all, "concurrencyKey", "a concurrency key");
        ConcurrencyLimits found = ask(new ListConcurrencyLimitsRequest(concurrencyKey));
        show(
                found.limits(),
                () -> found.noInstance() ? List.of(instanceText().none()) : InstanceText.limits(found.limits()));
    }
}
