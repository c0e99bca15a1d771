package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Deletes what the instance knows of assets: materialisations, observations, partitions.
 *
 * @param assetKeys their keys, also of assets that are no longer defined; empty for all that the instance knows
 * @param confirmed whether to do so, or only to tell what would be deleted
 */
public record WipeAssetsRequest(List<String> assetKeys, boolean confirmed) implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "asset_history.wipe";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
