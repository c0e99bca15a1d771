package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.WipeAssetsRequest;
import io.github.dagstermaven.report.ChangeText;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deletes what the instance knows of assets, as {@code dagster asset wipe} does; it cannot be undone, and they count as never
 * materialised from then on. What IO managers have stored stays.
 *
 * @since 0.1.0
 */
@Mojo(name = "asset-wipe", requiresProject = false, threadSafe = true)
public final class AssetWipeMojo extends AbstractConfirmedMojo {

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
        tell(ask(new WipeAssetsRequest(keys, confirm)), new ChangeText("wipe", "Wiped", "asset"));
    }
}
