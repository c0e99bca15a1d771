package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What a selection means.
 *
 * @param keys the keys of the assets, sorted
 */
public record SelectedAssets(List<String> keys) {}
