package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.WipePartitionsStatusCacheRequest;
import io.github.dagstermaven.report.ChangeText;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deletes the status of assets' partitions that the instance has worked out and kept, as
 * {@code dagster asset wipe-partitions-status-cache} does; it is worked out again when it is needed.
 *
 * @since 0.1.0
 */
@Mojo(name = "asset-wipe-partitions-status-cache", requiresProject = false, threadSafe = true)
public final class AssetWipePartitionsStatusCacheMojo extends AbstractConfirmedMojo {

    /**
     * The assets, by key ({@code orders}, {@code shop/sales}), also such as are no longer defined.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.assetKey")
    private List<String> assetKey;

    /**
     * All assets that the instance knows.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.all", defaultValue = "false")
    private boolean all;

    @Override
    void run() {
        List<String> keys = Given.values(assetKey);
        NamedOrAll.require(!keys.isEmpty(), all, "assetKey", "the keys of assets");
        sayHome();
        tell(
                ask(new WipePartitionsStatusCacheRequest(keys, confirm)),
                new ChangeText("clear", "Cleared", "partitions status"));
    }
}
