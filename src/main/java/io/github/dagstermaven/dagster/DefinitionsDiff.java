package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.DefinitionChange.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has become of the definitions of a project since a baseline: breaking changes first, then by subject and name.
 *
 * @param baseline what the definitions were compared with
 * @param breaking how many of the changes may break what relies on the definitions
 * @param changes the definitions that are not what they were
 */
public record DefinitionsDiff(String baseline, int breaking, List<DefinitionChange> changes) {
    private static final List<String> SUBJECTS = List.of(
            DefinitionTraits.ASSET, DefinitionTraits.CHECK, "job", "schedule", "sensor", DefinitionTraits.RESOURCE);

    /** The differences between the definitions of before and those of now. */
    public static DefinitionsDiff between(String baseline, Definitions before, Definitions after) {
        List<DefinitionChange> changes = changes(before, after);
        changes.sort(Comparator.comparing((DefinitionChange change) -> !change.isBreaking())
                .thenComparing(change -> SUBJECTS.indexOf(change.subject()))
                .thenComparing(DefinitionChange::name)
                .thenComparing(DefinitionChange::location)
                .thenComparing(DefinitionChange::kind));
        int breaking = Math.toIntExact(
                changes.stream().filter(DefinitionChange::isBreaking).count());
        return new DefinitionsDiff(baseline, breaking, List.copyOf(changes));
    }

    /** The changes of one kind. */
    public List<DefinitionChange> of(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).toList();
    }

    /** The changes that may break what relies on the definitions. */
    public List<DefinitionChange> breakingChanges() {
        return changes.stream().filter(DefinitionChange::isBreaking).toList();
    }

    private static List<DefinitionChange> changes(Definitions before, Definitions after) {
        Map<List<String>, DefinitionTraits> gone = new LinkedHashMap<>();
        DefinitionTraits.of(before).forEach(definition -> gone.put(place(definition), definition));
        List<DefinitionChange> changes = new ArrayList<>();
        Map<List<String>, DefinitionTraits> added = new LinkedHashMap<>();
        for (DefinitionTraits definition : DefinitionTraits.of(after)) {
            DefinitionTraits former = gone.remove(place(definition));
            if (former == null) {
                added.put(place(definition), definition);
            } else {
                addChange(Kind.CHANGED, former, definition, changes);
            }
        }
        addMoved(gone, added, changes);
        Map<DefinitionTraits, DefinitionTraits> renamed =
                Renames.among(List.copyOf(gone.values()), List.copyOf(added.values()));
        for (DefinitionTraits definition : added.values()) {
            DefinitionTraits former = renamed.get(definition);
            if (former == null) {
                changes.add(change(Kind.ADDED, definition, null, List.of(), null));
            } else {
                gone.remove(place(former));
                addChange(Kind.RENAMED, former, definition, changes);
            }
        }
        gone.values()
                .forEach(definition ->
                        changes.add(change(Kind.REMOVED, definition, null, List.of(), definition.removal())));
        return changes;
    }

    /** Takes out what has moved to another code location or repository under the name that it had. */
    private static void addMoved(
            Map<List<String>, DefinitionTraits> gone,
            Map<List<String>, DefinitionTraits> added,
            List<DefinitionChange> changes) {
        Map<String, DefinitionTraits> byName = new LinkedHashMap<>();
        gone.values()
                .forEach(definition -> byName.putIfAbsent(definition.subject() + " " + definition.name(), definition));
        added.values().removeIf(definition -> {
            DefinitionTraits former = byName.remove(definition.subject() + " " + definition.name());
            if (former == null) {
                return false;
            }
            gone.remove(place(former));
            addChange(Kind.CHANGED, former, definition, changes);
            return true;
        });
    }

    private static void addChange(
            Kind kind, DefinitionTraits former, DefinitionTraits definition, List<DefinitionChange> changes) {
        List<Difference> differences = new ArrayList<>();
        Trait.told("code location", definition.location())
                .since(Trait.told("code location", former.location()))
                .ifPresent(differences::add);
        for (int index = 0; index < definition.traits().size(); index++) {
            Trait trait = definition.traits().get(index);
            Trait before = former.traits().get(index);
            // A manifest of an earlier version may not know it.
            boolean unknown = trait.name().equals("code") && (before.value() == null || trait.value() == null);
            if (!unknown) {
                trait.since(before).ifPresent(differences::add);
            }
        }
        boolean renamed = kind == Kind.RENAMED;
        if (renamed || !differences.isEmpty()) {
            changes.add(change(
                    kind,
                    definition,
                    renamed ? former.name() : null,
                    differences,
                    renamed && former.removal() != null
                            ? "what knows it as " + former.name() + " does not find it"
                            : null));
        }
    }

    private static DefinitionChange change(
            Kind kind, DefinitionTraits definition, String formerName, List<Difference> differences, String breaks) {
        return new DefinitionChange(
                kind,
                definition.subject(),
                definition.location(),
                definition.name(),
                formerName,
                List.copyOf(differences),
                breaks,
                definition.definedAt());
    }

    private static List<String> place(DefinitionTraits definition) {
        return List.of(definition.subject(), definition.location(), definition.repository(), definition.name());
    }
}
