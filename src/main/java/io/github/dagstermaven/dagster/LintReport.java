package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.JudgedFinding.State;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The findings of lint with what is made of them: those that matter most first, then by place.
 *
 * @param findings the findings of the rules that are not off, suppressed and known ones included
 * @param compared whether there was a baseline
 */
public record LintReport(List<JudgedFinding> findings, boolean compared) {
    private static final Comparator<JudgedFinding> ORDER = Comparator.comparing(JudgedFinding::level)
            .reversed()
            .thenComparing(one -> file(one.finding()))
            .thenComparing(one -> line(one.finding()))
            .thenComparing(one -> one.finding().rule())
            .thenComparing(one -> String.join("\n", one.finding().identity()));

    /**
     * Judges the findings in definitions.
     *
     * @param levels the levels of rules that are not to have their default level
     * @param baseline how many findings of each identity were there before; null when there is no baseline
     */
    public static LintReport of(
            Definitions definitions, Map<LintRule, LintLevel> levels, Map<List<String>, Integer> baseline) {
        Map<LintFinding, State> states = states(definitions.findings(), baseline);
        Set<String> assets = definedAssets(definitions);
        Set<String> resources = definitions.resources().stream()
                .map(Definitions.Resource::name)
                .collect(Collectors.toCollection(TreeSet::new));
        List<JudgedFinding> judged = definitions.findings().stream()
                .flatMap(finding -> LintRule.of(finding.rule()).stream().map(rule -> {
                    LintLevel level = levels.getOrDefault(rule, rule.defaultLevel());
                    return new JudgedFinding(
                            finding, rule, level, states.get(finding), meant(finding, rule, assets, resources));
                }))
                .filter(one -> one.level() != LintLevel.OFF)
                .sorted(ORDER)
                .toList();
        return new LintReport(judged, baseline != null);
    }

    /** How many findings of these definitions there are of each identity, by which a later build knows them again. */
    public static Map<List<String>, Integer> identities(Definitions definitions) {
        return definitions.findings().stream()
                // What was suppressed, and is not any more, is new.
                .filter(finding -> !finding.suppressed())
                .collect(Collectors.toUnmodifiableMap(LintFinding::identity, finding -> 1, Integer::sum));
    }

    /** The findings of a level that count. */
    public List<JudgedFinding> of(LintLevel level) {
        return findings.stream()
                .filter(one -> one.state() == State.NEW && one.level() == level)
                .toList();
    }

    /** The findings that count, whatever their level. */
    public List<JudgedFinding> counting() {
        return findings.stream().filter(one -> one.state() == State.NEW).toList();
    }

    /** How many findings do not count, for that reason. */
    public int count(State state) {
        return (int) findings.stream().filter(one -> one.state() == state).count();
    }

    /** The findings that fail the build. */
    public List<JudgedFinding> failing(LintThreshold threshold) {
        return findings.stream()
                .filter(one -> one.state() == State.NEW && threshold.isReachedBy(one.level()))
                .toList();
    }

    private static Map<LintFinding, State> states(List<LintFinding> findings, Map<List<String>, Integer> baseline) {
        Map<List<String>, Integer> known = baseline == null ? Map.of() : new HashMap<>(baseline);
        Map<LintFinding, State> states = new IdentityHashMap<>();
        for (LintFinding finding : findings) {
            states.put(finding, state(finding, known));
        }
        return states;
    }

    private static State state(LintFinding finding, Map<List<String>, Integer> known) {
        if (finding.suppressed()) {
            return State.SUPPRESSED;
        }
        int left = known.getOrDefault(finding.identity(), 0);
        if (left == 0) {
            return State.NEW;
        }
        // Two comments of a file with the same mistake have one identity: a second one is new all the same.
        known.put(finding.identity(), left - 1);
        return State.KNOWN;
    }

    /** All keys but those that are only there because something names them. */
    private static Set<String> definedAssets(Definitions definitions) {
        Set<String> keys = definitions.assets().stream()
                .map(Definitions.Asset::key)
                .collect(Collectors.toCollection(TreeSet::new));
        definitions.findings().stream()
                .filter(LintFinding::isAboutUnknownAsset)
                .forEach(finding -> keys.remove(finding.value()));
        return keys;
    }

    private static List<String> meant(
            LintFinding finding, LintRule rule, Collection<String> assets, Collection<String> resources) {
        if (finding.value() == null) {
            return List.of();
        }
        return switch (rule) {
            case UNKNOWN_UPSTREAM ->
                // An asset that misspells what it depends on does not mean itself.
                Suggestions.of(
                        finding.value(),
                        assets.stream()
                                .filter(key -> !key.equals(finding.name()))
                                .toList());
            case UNKNOWN_CHECKED_ASSET -> Suggestions.of(finding.value(), assets);
            case MISSING_RESOURCE -> Suggestions.of(finding.value(), resources);
            case INVALID_TIMEZONE -> Suggestions.of(finding.value(), ZoneId.getAvailableZoneIds());
            case UNKNOWN_SUPPRESSION -> Suggestions.of(finding.value(), LintRule.ids());
            default -> List.of();
        };
    }

    private static String file(LintFinding finding) {
        return finding.at() == null ? "" : finding.at().file();
    }

    private static int line(LintFinding finding) {
        return finding.at() == null ? 0 : finding.at().line();
    }
}
