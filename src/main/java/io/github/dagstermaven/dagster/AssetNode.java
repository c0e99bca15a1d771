package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;

/**
 * What a selection can be resolved with: an asset as one repository knows it.
 *
 * @param parents the keys it depends on
 * @param group the group's name, or null
 * @param tags the tags, those of kinds among them
 * @param made whether it is materialised there
 * @param checked whether it is not, and checks of it can be run there
 */
public record AssetNode(
        String key,
        List<String> parents,
        String group,
        Map<String, String> tags,
        List<String> owners,
        boolean made,
        boolean checked) {}
