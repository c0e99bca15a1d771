package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.AssetList;
import io.github.dagstermaven.dagster.ListAssetsRequest;
import io.github.dagstermaven.report.DefinitionsText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists assets, as {@code dagster asset list} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "asset-list", requiresProject = false, threadSafe = true)
public final class AssetListMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * Which assets: a selection in Dagster's syntax or comma-separated keys. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.select")
    private String select;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        select = Given.text(select);
    }

    @Override
    void run() {
        list(new ListAssetsRequest(select, location, repository), AssetList::assets, DefinitionsText::assets);
    }
}
