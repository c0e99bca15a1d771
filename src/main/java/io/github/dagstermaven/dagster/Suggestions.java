package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a mistyped name may have meant. */
public final class Suggestions {
    private static final int MOST = 3;
    private static final int UNRELATED = Integer.MAX_VALUE;
    private static final Pattern SEPARATORS = Pattern.compile("[-_ ./|]+");

    private Suggestions() {}

    private record Candidate(String name, int distance) {}

    /** The choices that the value is likely to have meant, the likeliest first; at most three, often none. */
    public static List<String> of(String value, Collection<String> choices) {
        return choices.stream()
                .distinct()
                .filter(choice -> !choice.equals(value))
                .map(choice -> new Candidate(choice, likelihood(value, choice)))
                .filter(candidate -> candidate.distance() != UNRELATED)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** Some of the choices, the nearest to the value first, related or not. */
    public static List<String> nearest(String value, Collection<String> choices, int most) {
        String wanted = normal(value);
        return choices.stream()
                .distinct()
                .map(choice -> {
                    int likelihood = likelihood(value, choice);
                    int distance = likelihood == UNRELATED ? 1000 + distance(wanted, normal(choice)) : likelihood;
                    return new Candidate(choice, distance);
                })
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(most)
                .map(Candidate::name)
                .toList();
    }

    /** Smaller is likelier. */
    private static int likelihood(String value, String choice) {
        String wanted = normal(value);
        String offered = normal(choice);
        if (wanted.isEmpty()) {
            return UNRELATED;
        }
        int whole = typing(wanted, offered);
        // Keys have prefixes that people leave out or write in full where they need not: a/b/orders, orders.
        int last = typing(lastPart(value), lastPart(choice));
        int best = Math.min(whole, last == UNRELATED ? UNRELATED : last + 2);
        if (best == UNRELATED && wanted.length() >= 3 && (offered.startsWith(wanted) || wanted.startsWith(offered))) {
            return 50 + Math.abs(offered.length() - wanted.length());
        }
        if (best == UNRELATED && wanted.length() >= 4 && offered.contains(wanted)) {
            return 100 + offered.length() - wanted.length();
        }
        return best;
    }

    /** The distance when it is small enough for a typing mistake: one in three characters, and never more than four. */
    private static int typing(String wanted, String offered) {
        int allowed = Math.min(4, Math.max(1, Math.max(wanted.length(), offered.length()) / 3));
        if (Math.abs(wanted.length() - offered.length()) > allowed || Math.min(wanted.length(), offered.length()) < 2) {
            return UNRELATED;
        }
        int distance = distance(wanted, offered);
        return distance <= allowed ? distance : UNRELATED;
    }

    private static String normal(String name) {
        return SEPARATORS.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("_");
    }

    private static String lastPart(String key) {
        return normal(key.substring(key.lastIndexOf('/') + 1));
    }

    /** Damerau-Levenshtein distance (optimal string alignment): a swap of neighbours is one mistake. */
    private static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    costs[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(costs[i - 1][j - 1] + change, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                costs[i][j] = swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
            }
        }
        return costs[one.length()][other.length()];
    }
}
