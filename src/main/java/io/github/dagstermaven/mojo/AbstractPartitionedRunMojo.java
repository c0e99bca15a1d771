package io.github.dagstermaven.mojo;

import org.apache.maven.plugins.annotations.Parameter;

/** What goals have in common that start runs of chosen partitions. */
abstract class AbstractPartitionedRunMojo extends AbstractRunMojo {
    /**
     * The partition to run, as Dagster writes its key. Default: assets run at their latest partition; a partitioned job needs one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partition")
    String partition;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        partition = Given.text(partition);
    }
}
