package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.List;

/**
 * Lists assets.
 *
 * @param select an asset selection; null for all
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListAssetsRequest(String select, String location, String repository) implements AssetRequest<AssetList> {
    @Override
    public String operation() {
        return "assets.list";
    }

    @Override
    public ListAssetsRequest narrowedTo(Collection<String> keys) {
        return new ListAssetsRequest(AssetRequest.selecting(keys), location, repository);
    }

    @Override
    public Class<AssetList> resultType() {
        return AssetList.class;
    }

    @Override
    public AssetList combine(List<AssetList> byLocation) {
        return new AssetList(
                byLocation.stream().flatMap(list -> list.assets().stream()).toList());
    }
}
