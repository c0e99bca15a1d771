package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A name or selection that means nothing in a code location, which is an error only when it means nothing in any. */
final class UnmatchedNames {
    private static final Set<String> KINDS = Set.of("unknown_name", "no_match");

    private UnmatchedNames() {}

    static boolean isOnlyThat(PipelineException exception) {
        return exception.problems().stream().allMatch(problem -> KINDS.contains(problem.kind()));
    }

    /**
     * Throws the problems that all locations have in common: a name in a selection may mean something in one of them and
     * nothing in the others.
     *
     * @param unmatched by location, the names that mean nothing there
     */
    static void requireKnownSomewhere(List<List<Problem>> unmatched) {
        Map<String, Problem> common = byName(unmatched.get(0));
        for (List<Problem> problems : unmatched.subList(1, unmatched.size())) {
            Map<String, Problem> others = byName(problems);
            common.keySet().retainAll(others.keySet());
            common.replaceAll((name, problem) -> joined(problem, others.get(name)));
        }
        if (!common.isEmpty()) {
            throw new PipelineException(new ArrayList<>(common.values()), null);
        }
    }

    private static Map<String, Problem> byName(List<Problem> problems) {
        Map<String, Problem> byName = new LinkedHashMap<>();
        problems.forEach(problem -> byName.merge(name(problem), problem, UnmatchedNames::joined));
        return byName;
    }

    private static String name(Problem problem) {
        return problem.kind() + " " + problem.subject() + " " + problem.value();
    }

    /** One error of several: each problem once, with the choices of all locations. */
    static PipelineException inAnyOf(List<PipelineException> exceptions) {
        Map<String, Problem> byMessage = new LinkedHashMap<>();
        for (PipelineException exception : exceptions) {
            for (Problem problem : exception.problems()) {
                byMessage.merge(name(problem), problem, UnmatchedNames::joined);
            }
        }
        return new PipelineException(
                new ArrayList<>(byMessage.values()), exceptions.get(0).trace());
    }

    private static Problem joined(Problem first, Problem second) {
        Set<String> choices = new TreeSet<>(first.choices());
        choices.addAll(second.choices());
        return new Problem(
                first.kind(),
                first.message(),
                first.subject(),
                first.value(),
                first.parameter(),
                List.copyOf(choices),
                first.at(),
                null,
                first.remedy());
    }
}
