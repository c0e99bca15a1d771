package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.DefinitionChange.Kind;
import io.github.dagstermaven.dagster.Definitions.Asset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The assets that a selection by state means.
 *
 * @param modified the keys of assets that are new, that may become other data than with the definitions of before, or of which a
 *     check is new or another one
 * @param added the keys of assets that are new
 */
public record ModifiedAssets(Set<String> modified, Set<String> added) {

    /** Those of the definitions of now, compared with those of before. */
    public static ModifiedAssets between(Definitions before, Definitions after) {
        Set<String> modified = new TreeSet<>();
        Set<String> added = new TreeSet<>();
        Set<String> resources = new TreeSet<>();
        Set<String> known = before.assets().stream().map(Asset::key).collect(Collectors.toSet());
        for (DefinitionChange change :
                DefinitionsDiff.between("", before, after).changes()) {
            boolean counts = change.kind() != Kind.REMOVED && change.isModified();
            if (counts && change.subject().equals(DefinitionTraits.ASSET)) {
                modified.add(change.name());
            } else if (counts && change.subject().equals(DefinitionTraits.CHECK)) {
                modified.add(change.name().substring(0, change.name().lastIndexOf(':')));
            } else if (counts && change.subject().equals(DefinitionTraits.RESOURCE)) {
                resources.add(change.location() + " " + change.name());
            }
        }
        for (Asset asset : after.assets()) {
            if (!known.contains(asset.key())) {
                added.add(asset.key());
            }
            if (asset.requiredResources().stream()
                    .anyMatch(name -> resources.contains(asset.location() + " " + name))) {
                modified.add(asset.key());
            }
        }
        return new ModifiedAssets(modified, added);
    }

    /** By the word behind {@code state:} the keys that it stands for. */
    public Map<String, List<String>> byState() {
        return Map.of("modified", List.copyOf(modified), "new", List.copyOf(added));
    }
}
