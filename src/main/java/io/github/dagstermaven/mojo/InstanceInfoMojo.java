package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DescribeInstanceRequest;
import io.github.dagstermaven.dagster.InstanceInfo;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Tells what the instance is: its home, its settings (without passwords), its storage and its schema, as
 * {@code dagster instance info} does. Makes none.
 *
 * @since 0.1.0
 */
@Mojo(name = "instance-info", requiresProject = false, threadSafe = true)
public final class InstanceInfoMojo extends AbstractQueryMojo {

    @Override
    void run() {
        requireOutputFormat();
        InstanceInfo info = ask(new DescribeInstanceRequest());
        show(info, () -> instanceText().info(info));
    }
}
