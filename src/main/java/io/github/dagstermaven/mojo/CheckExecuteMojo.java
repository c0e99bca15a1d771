package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ExecuteChecksRequest;
import io.github.dagstermaven.dagster.PartitionSelection;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs asset checks without materialising anything, and fails the build when a check of severity error fails or cannot be evaluated.
 * Checks the definitions first. A check that only the function of its asset evaluates is skipped. When a blocking check fails, the
 * checks of what is downstream of its asset are skipped.
 *
 * @since 0.1.0
 */
@Mojo(name = "check-execute", requiresProject = false, threadSafe = true)
public final class CheckExecuteMojo extends AbstractPartitionedRunMojo {

    /**
     * Whose checks: an asset selection in Dagster's syntax ({@code group:marts}, {@code key:orders+}) or comma-separated keys;
     * {@code state:modified+} for what has changed since the {@code baseline} and what is downstream of it. Default:
     * those of every asset.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.select")
    private String select;

    /**
     * Which checks, by name ({@code has_rows}), or by asset and name ({@code orders:has_rows}). Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.checkName")
    private List<String> checkName;

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
        List<String> names = Given.values(checkName);
        carryOut(options -> new ExecuteChecksRequest(
                select, names, location, repository, partitions().orElseGet(PartitionSelection::latest), options));
    }
}
