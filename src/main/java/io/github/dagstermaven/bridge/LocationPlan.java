package io.github.dagstermaven.bridge;

import io.github.dagstermaven.bridge.Operations.Origin;
import io.github.dagstermaven.dagster.NamedRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which locations a request concerns, in the order in which they have to be run.
 *
 * @param parts what each of them runs
 */
record LocationPlan(List<Part> parts) {
    /** What of the request concerns a location; {@code checked}: assets made elsewhere of which it only runs checks. */
    record Part(Origin origin, Set<String> matches, Set<String> checked, Set<String> upstream) {
        /** All that the location is asked to run. */
        Set<String> runs() {
            Set<String> runs = new TreeSet<>(matches);
            runs.addAll(checked);
            return runs;
        }
    }

    static LocationPlan of(Map<Origin, Operations.Planned> answers, NamedRequest<?> request) {
        UnmatchedNames.requireKnownSomewhere(
                answers.values().stream().map(Operations.Planned::unmatched).toList());
        List<Part> parts = new ArrayList<>();
        answers.forEach((origin, planned) -> {
            if (!planned.matches().isEmpty() || !planned.checked().isEmpty()) {
                parts.add(new Part(
                        origin,
                        new TreeSet<>(planned.matches()),
                        new TreeSet<>(planned.checked()),
                        new TreeSet<>(planned.upstream())));
            }
        });
        if (parts.isEmpty() && !request.mayMatchNothing()) {
            throw nothingMatches(answers, request);
        }
        requireOneHome(parts, request);
        return new LocationPlan(inDependencyOrder(parts));
    }

    private static List<Part> inDependencyOrder(List<Part> parts) {
        List<Part> waiting = new ArrayList<>(parts);
        List<Part> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Part next = waiting.stream()
                    .filter(part -> waiting.stream()
                            .noneMatch(other -> other != part && (feeds(other, part) || isCheckedBy(other, part))))
                    .findFirst()
                    // A check may come before the asset it is of; an asset may not come before what it is made from.
                    .or(() -> waiting.stream()
                            .filter(part -> waiting.stream().noneMatch(other -> other != part && feeds(other, part)))
                            .findFirst())
                    .orElseThrow(() -> circle(waiting));
            waiting.remove(next);
            ordered.add(next);
        }
        return List.copyOf(ordered);
    }

    private static boolean feeds(Part upstream, Part part) {
        return part.upstream().stream().anyMatch(upstream.matches()::contains);
    }

    private static boolean isCheckedBy(Part made, Part part) {
        return part.checked().stream().anyMatch(made.matches()::contains);
    }

    private static PipelineException circle(List<Part> parts) {
        List<String> names =
                parts.stream().map(part -> part.origin().name()).sorted().toList();
        return new PipelineException(Problem.ofValue(
                "circular_locations",
                "The code locations " + String.join(" and ", names) + " depend on each other",
                "code location",
                null,
                "location",
                names,
                "Materialise them one at a time with <location> or -Ddagster.location=" + names.get(0)));
    }

    private static void requireOneHome(List<Part> parts, NamedRequest<?> request) {
        String subject = request.subject();
        Map<String, List<String>> homes = new LinkedHashMap<>();
        for (Part part : parts) {
            part.matches()
                    .forEach(key -> homes.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(part.origin().name()));
        }
        for (Map.Entry<String, List<String>> home : homes.entrySet()) {
            if (home.getValue().size() > 1) {
                List<String> locations = home.getValue().stream().sorted().toList();
                throw new PipelineException(Problem.ofValue(
                        "ambiguous_name",
                        "The " + subject + " '" + home.getKey() + "' is defined in " + locations.size()
                                + " code locations",
                        "code location",
                        null,
                        "location",
                        locations,
                        "Choose one with <location> or -Ddagster.location=" + locations.get(0)));
            }
        }
        if (subject.equals("job") && homes.size() > 1) {
            List<String> jobs = List.copyOf(new TreeSet<>(homes.keySet()));
            throw new PipelineException(Problem.ofValue(
                    "ambiguous_name",
                    "There is more than one job",
                    subject,
                    null,
                    subject,
                    jobs,
                    "Choose one with <job> or -Ddagster.job=" + jobs.get(0)));
        }
    }

    private static PipelineException nothingMatches(Map<Origin, Operations.Planned> answers, NamedRequest<?> request) {
        String subject = request.subject();
        String value = request.named();
        Set<String> choices = new TreeSet<>();
        answers.values().forEach(planned -> choices.addAll(planned.choices()));
        String parameter = request.parameter();
        String what = value == null ? "There is no " + subject : "No " + subject + " matches '" + value + "'";
        return new PipelineException(Problem.ofValue(
                value == null ? "no_match" : "unknown_name",
                what + " in any of the code locations",
                subject,
                value,
                parameter,
                List.copyOf(choices),
                "Name one with <" + parameter + "> or -Ddagster." + parameter));
    }
}
