package io.github.dagstermaven.scaffold;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import java.util.Locale;

/**
 * What of a template is left out, in the command line's words and in any case: {@code README.md}, {@code setup} and {@code tests}.
 *
 * @param patterns parts of paths, in lower case
 */
public record Excludes(List<String> patterns) {
    private static final String TESTS = "tests";
    private static final List<String> KNOWN = List.of("README.md", "setup", TESTS);

    /**
     * Patterns as the user gave them.
     *
     * @throws PipelineException one of them is not known
     */
    public static Excludes of(List<String> given) {
        for (String pattern : given) {
            if (KNOWN.stream().noneMatch(pattern::equalsIgnoreCase)) {
                throw new PipelineException(Problem.ofValue(
                        "invalid_parameter",
                        "Nothing of a new project is called '" + pattern + "'",
                        "exclude",
                        pattern,
                        "excludes",
                        KNOWN,
                        null));
            }
        }
        return new Excludes(
                given.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList());
    }

    /** Whether a file is left out, by its path in the template: the project's name has no say. */
    boolean leaveOut(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return patterns.stream().anyMatch(lower::contains);
    }

    boolean leaveOutTests() {
        return patterns.contains(TESTS);
    }
}
