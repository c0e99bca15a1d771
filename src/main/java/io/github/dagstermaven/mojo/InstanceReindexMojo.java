package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ReindexInstanceRequest;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the indexes over runs and events that the instance recorded before they existed, as {@code dagster instance reindex}
 * does.
 *
 * @since 0.1.0
 */
@Mojo(name = "instance-reindex", requiresProject = false, threadSafe = true)
public final class InstanceReindexMojo extends AbstractDagsterMojo {

    @Override
    void run() {
        sayHome();
        console().info(instanceText().reindexed(ask(new ReindexInstanceRequest())));
    }
}
