package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PartitionSelection;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What goals have in common that start runs of chosen partitions. */
abstract class AbstractPartitionedRunMojo extends AbstractRunMojo {
    /**
     * The partition to run, as Dagster writes its key. Default: assets run at their latest partition; a partitioned job needs one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partition")
    private String partition;

    /**
     * A range of partitions, {@code start...end}, both included. An asset whose backfill policy says so makes several in one run.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitionRange")
    private String partitionRange;

    /**
     * Several partitions: keys and ranges ({@code a,b,c...f}), the last ones of each asset ({@code latest}, {@code latest:7}), what
     * each of them lacks ({@code missing}), what failed of it ({@code failed}), {@code all}; of several dimensions
     * {@code date=2024-01-01...2024-01-07|colour=red}; {@code key:all} for a key that looks like one of these.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitions")
    private List<String> partitions;

    /**
     * Creates dynamic partitions that are named and absent.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.createPartitions", defaultValue = "false")
    private boolean createPartitions;

    /**
     * How many partitions of an asset or a job may be selected, at least 1: more are an error, before anything runs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.maxPartitions", defaultValue = "" + PartitionSelection.USUAL_MOST)
    private int maxPartitions;

    /**
     * Skips this goal, without starting Python, when nothing has changed since it was successful: the files of the project, the
     * parameters, variables and secrets, the environment and the instance. What it reads from elsewhere is not known.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.skipUnchanged", defaultValue = "false")
    private boolean skipUnchanged;

    /**
     * Levels of lint rules, by their ids: {@code off}, {@code info}, {@code warn} or {@code error}. A map, or a JSON object as a
     * property (<code>-Ddagster.lint='{"missing-owner": "error"}'</code>). Default: the rule's own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.lint")
    private PlexusConfiguration lint;

    /**
     * From which level on a finding of lint fails the build: {@code error}, {@code warn} or {@code never}. Such a
     * finding does so before anything runs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failOnLint", defaultValue = "error")
    private String failOnLint;

    /**
     * Assets whose data is appended to, as a selection in Dagster's syntax ({@code kind:events}): the lint rule
     * {@code unpartitioned-append} wants them to be partitioned.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.appendAssets")
    private String appendAssets;

    /**
     * What the definitions are compared with, for a selection with {@code state:modified} in it, and for lint, whose findings that
     * were there before do not fail the build: a {@code manifest.json}, relative to
     * the project's folder; the {@code groupId:artifactId:version} of a module whose manifest was deployed; or {@code RELEASE}, the
     * last release of this module before its current version.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.baseline")
    private String baseline;

    @Override
    final String baseline() {
        return baseline;
    }

    @Override
    final Optional<LintVerdict> lintVerdict() {
        return Optional.of(new LintVerdict(this, lint, failOnLint, appendAssets, baseline));
    }

    @Override
    final boolean skipsUnchanged() {
        return skipUnchanged;
    }

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        partition = Given.text(partition);
        partitionRange = Given.text(partitionRange);
        baseline = Given.text(baseline);
    }

    /** Which partitions were asked for; empty when none were. */
    final Optional<PartitionSelection> partitions() {
        return new PartitionParameters(partition, partitionRange, partitions, createPartitions, maxPartitions)
                .selection();
    }
}
