package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.MaterializeRequest;
import io.github.dagstermaven.dagster.PartitionSelection;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Materialises assets and runs their checks, as {@code dagster asset materialize} does, and fails the build when a step, a run or
 * an error-level check fails. Checks the definitions first.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "asset-materialize",
        defaultPhase = LifecyclePhase.INTEGRATION_TEST,
        requiresProject = false,
        threadSafe = true)
public final class AssetMaterializeMojo extends AbstractPartitionedRunMojo {

    /**
     * Which assets: a selection in Dagster's syntax ({@code group:marts}, {@code key:orders+}) or comma-separated keys;
     * {@code state:modified+} for what has changed since the {@code baseline} and what is downstream of it. Default: every
     * asset that can be materialised, in dependency order, partitioned ones at their latest partition.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.select")
    private String select;

    /**
     * Materialises only what is missing or stale, and says why: its code version, its code where it declares none, its
     * dependencies or their data have changed, or its last run or check has failed. What is up to date is skipped.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.onlyStale", defaultValue = "false")
    private boolean onlyStale;

    /**
     * Skips the materialisation of assets, and nothing else.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.skipMaterialize", defaultValue = "false")
    private boolean skipMaterialize;

    @Override
    Optional<String> skippedBy() {
        return super.skippedBy().or(() -> skipMaterialize ? Optional.of("dagster.skipMaterialize") : Optional.empty());
    }

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        select = Given.text(select);
    }

    @Override
    String selection() {
        return select;
    }

    @Override
    void run() throws MojoFailureException, MojoExecutionException {
        carryOut(options -> new MaterializeRequest(
                select, location, repository, partitions().orElseGet(PartitionSelection::latest), onlyStale, options));
    }
}
