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
final class NoMatch {
    private static final Set<String> KINDS = Set.of("unknown_name", "no_match");

    private NoMatch() {}

    static boolean isOnlyThat(PipelineException exception) {
        return exception.problems().stream().allMatch(problem -> KINDS.contains(problem.kind()));
    }

    /** One error of several: each problem once, with the choices of all locations. */
    static PipelineException inAnyOf(List<PipelineException> exceptions) {
        Map<String, Problem> byMessage = new LinkedHashMap<>();
        for (PipelineException exception : exceptions) {
            for (Problem problem : exception.problems()) {
                String key = problem.kind() + " " + problem.subject() + " " + problem.value();
                byMessage.merge(key, problem, NoMatch::joined);
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
