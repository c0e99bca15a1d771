package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Resolves a selection by what has changed since a baseline. It brings all that it needs, so that any process can answer it.
 *
 * @param select a selection in Dagster's syntax with {@code state:modified} or {@code state:new} in it
 * @param assets the assets of all code locations
 * @param states the keys by the name of a state
 */
public record SelectByStateRequest(String select, List<AssetNode> assets, Map<String, List<String>> states)
        implements InstanceRequest<SelectedAssets> {
    private static final String KIND_TAG = "dagster/kind/";

    /** A request over the definitions of now. */
    public static SelectByStateRequest of(String select, Definitions now, ModifiedAssets changed) {
        Set<String> checked = new HashSet<>();
        now.checks().stream().map(AssetCheck::asset).forEach(checked::add);
        return new SelectByStateRequest(
                select,
                now.assets().stream()
                        .map(asset -> node(asset, checked.contains(asset.key())))
                        .toList(),
                changed.byState());
    }

    private static AssetNode node(Asset asset, boolean checked) {
        Map<String, String> tags = new TreeMap<>(asset.tags());
        asset.kinds().forEach(kind -> tags.put(KIND_TAG + kind, ""));
        return new AssetNode(
                asset.key(),
                asset.deps(),
                asset.group(),
                tags,
                asset.owners(),
                asset.materializable(),
                checked && !asset.materializable());
    }

    @Override
    public String operation() {
        return "assets.select_by_state";
    }

    @Override
    public Class<SelectedAssets> resultType() {
        return SelectedAssets.class;
    }
}
