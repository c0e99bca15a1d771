package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Deletes what the instance has worked out of the status of assets' partitions; it is worked out again when it is needed.
 *
 * @param assetKeys the assets' keys; empty for all that the instance knows
 * @param confirmed whether to do so, or only to tell what would be deleted
 */
public record WipePartitionsStatusCacheRequest(List<String> assetKeys, boolean confirmed)
        implements InstanceRequest<Change> {
    @Override
    public String operation() {
        return "asset_history.wipe_partitions_status_cache";
    }

    @Override
    public Class<Change> resultType() {
        return Change.class;
    }
}
