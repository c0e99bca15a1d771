package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Asset;
import java.util.List;

/**
 * Assets, sorted by code location, repository and key.
 *
 * @param assets the assets
 */
public record AssetList(List<Asset> assets) {}
