package io.github.dagstermaven.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of release versions, as {@code >=3.10,<3.13}, {@code ~=3.11}, {@code ==3.11.*} or {@code 3.11} (that version and
 * its patch releases).
 */
public final class VersionSpecifier {
    private static final Pattern CLAUSE = Pattern.compile(
            "(~=|~|===?|!=|<=|>=|<|>|\\^)?\\s*v?([0-9]{1,9}(?:\\.[0-9]{1,9})*)(\\.\\*)?(?:[a-z.+-][0-9a-z.+-]*)?");

    private final String text;
    private final List<Clause> clauses;

    private VersionSpecifier(String text, List<Clause> clauses) {
        this.text = text;
        this.clauses = clauses;
    }

    /** Reads a specifier; empty when it is none. */
    public static Optional<VersionSpecifier> parse(String text) {
        List<Clause> clauses = new ArrayList<>();
        for (String part : text.strip().split(",")) {
            if (part.isBlank() || part.strip().equals("*")) {
                continue;
            }
            Matcher matcher = CLAUSE.matcher(part.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String operator = matcher.group(1) == null ? "" : matcher.group(1);
            clauses.add(new Clause(operator, numbers(matcher.group(2)), matcher.group(3) != null));
        }
        return Optional.of(new VersionSpecifier(text.strip(), List.copyOf(clauses)));
    }

    /** Whether a version such as {@code 3.11.7} is in the set. */
    public boolean matches(String version) {
        List<Integer> numbers = numbers(version.replaceFirst("[^0-9.].*$", ""));
        return clauses.stream().allMatch(clause -> clause.matches(numbers));
    }

    /** Compares two release versions. */
    public static int compare(String left, String right) {
        return compare(numbers(left.replaceFirst("[^0-9.].*$", "")), numbers(right.replaceFirst("[^0-9.].*$", "")));
    }

    /** The text it was read from. */
    @Override
    public String toString() {
        return text;
    }

    private static List<Integer> numbers(String version) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : version.split("\\.")) {
            if (!part.isEmpty()) {
                numbers.add(Integer.parseInt(part));
            }
        }
        return numbers;
    }

    private static int compare(List<Integer> left, List<Integer> right) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = Integer.compare(i < left.size() ? left.get(i) : 0, i < right.size() ? right.get(i) : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private record Clause(String operator, List<Integer> version, boolean wildcard) {
        boolean matches(List<Integer> candidate) {
            return switch (operator) {
                case ">=" -> compare(candidate, version) >= 0;
                case "<=" -> compare(candidate, version) <= 0;
                case ">" -> compare(candidate, version) > 0;
                case "<" -> compare(candidate, version) < 0;
                case "!=" -> !(wildcard ? startsWith(candidate, version) : compare(candidate, version) == 0);
                case "==", "===" -> wildcard ? startsWith(candidate, version) : compare(candidate, version) == 0;
                case "~=" ->
                    compare(candidate, version) >= 0
                            && startsWith(candidate, version.subList(0, Math.max(1, version.size() - 1)));
                // Poetry's tilde: the first two numbers stay.
                case "~" ->
                    compare(candidate, version) >= 0
                            && startsWith(candidate, version.subList(0, Math.min(2, version.size())));
                // Poetry's caret: up to the next first number.
                case "^" -> compare(candidate, version) >= 0 && startsWith(candidate, version.subList(0, 1));
                default -> startsWith(candidate, version);
            };
        }

        private static boolean startsWith(List<Integer> candidate, List<Integer> prefix) {
            return candidate.size() >= prefix.size()
                    && candidate.subList(0, prefix.size()).equals(prefix);
        }
    }
}
