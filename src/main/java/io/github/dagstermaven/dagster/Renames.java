package io.github.dagstermaven.dagster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the definitions that are new are likely to be ones that are gone, under another name: their code is the same, or all that
 * they say of themselves is and their names are alike.
 */
final class Renames {
    /** Above that many pairs names are not compared: as many changes are no renaming. */
    private static final int MOST_PAIRS = 100_000;

    private Renames() {}

    private record Pair(DefinitionTraits gone, DefinitionTraits added, int score) {}

    /** By the definition that is new, the very object, the one that it was; each at most once. */
    static Map<DefinitionTraits, DefinitionTraits> among(List<DefinitionTraits> gone, List<DefinitionTraits> added) {
        List<Pair> pairs =
                (long) gone.size() * added.size() <= MOST_PAIRS ? allPairs(gone, added) : sameCode(gone, added);
        pairs.sort(Comparator.comparingInt((Pair pair) -> -pair.score())
                .thenComparing(pair -> pair.gone().name())
                .thenComparing(pair -> pair.added().name()));
        // By identity: the hash of a definition is one of all that it says, and is not kept.
        Map<DefinitionTraits, DefinitionTraits> renamed = new IdentityHashMap<>();
        Set<DefinitionTraits> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Pair pair : pairs) {
            if (!renamed.containsKey(pair.added()) && taken.add(pair.gone())) {
                renamed.put(pair.added(), pair.gone());
            }
        }
        return renamed;
    }

    private static List<Pair> allPairs(List<DefinitionTraits> gone, List<DefinitionTraits> added) {
        Map<String, Integer> uses = new HashMap<>();
        gone.forEach(definition -> uses.merge("gone " + code(definition), 1, Integer::sum));
        added.forEach(definition -> uses.merge("added " + code(definition), 1, Integer::sum));
        List<Pair> pairs = new ArrayList<>();
        for (DefinitionTraits before : gone) {
            for (DefinitionTraits after : added) {
                if (before.subject().equals(after.subject())) {
                    boolean only = uses.get("gone " + code(before)) == 1 && uses.get("added " + code(after)) == 1;
                    int score = score(before, after, only);
                    if (score > 0) {
                        pairs.add(new Pair(before, after, score));
                    }
                }
            }
        }
        return pairs;
    }

    private static List<Pair> sameCode(List<DefinitionTraits> gone, List<DefinitionTraits> added) {
        Map<String, List<DefinitionTraits>> byCode = new HashMap<>();
        gone.stream()
                .filter(definition -> definition.codeHash() != null)
                .forEach(definition -> byCode.computeIfAbsent(code(definition), any -> new ArrayList<>())
                        .add(definition));
        Map<String, Integer> uses = new HashMap<>();
        added.forEach(definition -> uses.merge(code(definition), 1, Integer::sum));
        List<Pair> pairs = new ArrayList<>();
        for (DefinitionTraits after : added) {
            String code = code(after);
            List<DefinitionTraits> before = byCode.getOrDefault(code, List.of());
            if (before.size() == 1 && uses.get(code) == 1) {
                pairs.add(new Pair(before.get(0), after, 1));
            }
        }
        return pairs;
    }

    /** An asset and its check may have the same code: they are no two uses of it. */
    private static String code(DefinitionTraits definition) {
        return definition.subject() + " " + definition.codeHash();
    }

    /** 0: they are different ones. Code alone tells only where no others have the same, as what a factory makes has. */
    private static int score(DefinitionTraits before, DefinitionTraits after, boolean only) {
        boolean code = before.codeHash() != null && before.codeHash().equals(after.codeHash());
        boolean name = !Suggestions.of(before.name(), List.of(after.name())).isEmpty();
        boolean rest = isSame(before, after);
        if (code ? !(only || name || rest) : !(name && rest)) {
            return 0;
        }
        return (code ? 4 : 0) + (rest ? 2 : 0) + (name ? 1 : 0);
    }

    /** Whether they say the same, apart from what may be the name in other words, and what hangs on it. */
    private static boolean isSame(DefinitionTraits before, DefinitionTraits after) {
        for (int index = 0; index < after.traits().size(); index++) {
            Trait trait = after.traits().get(index);
            boolean counts =
                    !trait.name().equals("description") && !trait.name().equals("code");
            if (counts && trait.since(before.traits().get(index)).isPresent()) {
                return false;
            }
        }
        return true;
    }
}
