package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.SetConcurrencyLimitRequest;
import io.github.dagstermaven.report.InstanceText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Sets how many steps with a concurrency key (pool) may run at the same time, as {@code dagster instance concurrency set} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "instance-concurrency-set", requiresProject = false, threadSafe = true)
public final class InstanceConcurrencySetMojo extends AbstractDagsterMojo {

    /**
     * The concurrency key (pool).
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.concurrencyKey")
    private String concurrencyKey;

    /**
     * How many steps may run at the same time; 0 lets none run.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.concurrencyLimit")
    private Integer concurrencyLimit;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        concurrencyKey = Given.text(concurrencyKey);
    }

    @Override
    void run() {
        String key = Required.value(concurrencyKey, "concurrencyKey", "a concurrency key");
        int limit = Required.value(concurrencyLimit, "concurrencyLimit", "a concurrency limit");
        sayHome();
        console().info(InstanceText.changed(ask(new SetConcurrencyLimitRequest(key, limit))));
    }
}
