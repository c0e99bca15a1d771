package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.List;

/**
 * Adds to a selection that was computed, and that nobody could write otherwise, the assets without which a part of it cannot run.
 *
 * @param select the selection
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param materialized whether the assets are made: then it is those that the same functions make, and that make all or nothing;
 *     else it is those of which the same functions evaluate checks
 */
public record CompleteSelectionRequest(String select, String location, String repository, boolean materialized)
        implements AssetRequest<SelectedAssets> {
    @Override
    public String operation() {
        return "assets.complete";
    }

    @Override
    public CompleteSelectionRequest narrowedTo(Collection<String> keys) {
        return new CompleteSelectionRequest(AssetRequest.selecting(keys), location, repository, materialized);
    }

    @Override
    public Class<SelectedAssets> resultType() {
        return SelectedAssets.class;
    }

    @Override
    public SelectedAssets combine(List<SelectedAssets> byLocation) {
        return new SelectedAssets(byLocation.stream()
                .flatMap(selected -> selected.keys().stream())
                .distinct()
                .sorted()
                .toList());
    }
}
