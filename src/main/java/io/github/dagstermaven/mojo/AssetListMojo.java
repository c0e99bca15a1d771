package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.AssetList;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.ListAssetsRequest;
import io.github.dagstermaven.report.DefinitionsText;
import io.github.dagstermaven.report.PrintedOutput;
import java.util.List;
import java.util.Set;
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
     * Which assets: a selection in Dagster's syntax or comma-separated keys; {@code state:modified} for what has changed since the
     * {@code baseline}. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.select")
    private String select;

    /**
     * What the definitions are compared with, for a selection with {@code state:modified} in it: a {@code manifest.json}, relative to
     * the project's folder; the {@code groupId:artifactId:version} of a module whose manifest was deployed; or {@code RELEASE}, the
     * last release of this module before its current version.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.baseline")
    private String baseline;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        select = Given.text(select);
        baseline = Given.text(baseline);
    }

    @Override
    void run() {
        if (StateSelection.isIn(select)) {
            requireOutputFormat();
            dagster().ifPresent(this::listByState);
            return;
        }
        list(new ListAssetsRequest(select, location, repository), AssetList::assets, DefinitionsText::assets);
    }

    private void listByState(Dagster dagster) {
        StateSelection selection = StateSelection.of(this, select, baseline).orElseThrow();
        Definitions definitions = dagster.call(
                new DescribeRequest(location, repository),
                new PrintedOutput(console(), context().secrets()),
                timeLimit());
        Set<String> keys = selection.keys(dagster, definitions, true);
        List<Asset> selected = definitions.assets().stream()
                .filter(asset -> keys.contains(asset.key()))
                .toList();
        show(
                selected,
                () -> new DefinitionsText(context().directory(), context().secrets()).assets(selected));
    }
}
