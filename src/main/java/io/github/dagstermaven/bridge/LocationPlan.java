package io.github.dagstermaven.bridge;

import io.github.dagstermaven.bridge.Operations.Origin;
import io.github.dagstermaven.dagster.LocatedRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which locations a request concerns, in the order in which they have to be run.
 *
 * @param parts what each of them runs
 * @param external assets that are selected and made by none of the parts, with a location that knows them
 */
record LocationPlan(List<Part> parts, Map<String, String> external) {
    /** What of the request concerns a location. */
    record Part(Origin origin, Set<String> matches, Set<String> upstream) {}

    /**
     * What each location has of what a request names, whether made there or only known there; in the order of the locations.
     */
    static Map<Origin, Set<String>> known(Map<Origin, Operations.Planned> answers, LocatedRequest<?> request) {
        UnmatchedNames.requireKnownSomewhere(
                answers.values().stream().map(Operations.Planned::unmatched).toList());
        Map<Origin, Set<String>> known = new LinkedHashMap<>();
        answers.forEach((origin, planned) -> {
            Set<String> keys = new TreeSet<>(planned.matches());
            keys.addAll(planned.external());
            if (!keys.isEmpty()) {
                known.put(origin, keys);
            }
        });
        if (known.isEmpty()) {
            throw nothingMatches(answers, request);
        }
        return known;
    }

    static LocationPlan of(Map<Origin, Operations.Planned> answers, LocatedRequest<?> request) {
        UnmatchedNames.requireKnownSomewhere(
                answers.values().stream().map(Operations.Planned::unmatched).toList());
        List<Part> parts = new ArrayList<>();
        answers.forEach((origin, planned) -> {
            if (!planned.matches().isEmpty()) {
                parts.add(new Part(origin, new TreeSet<>(planned.matches()), new TreeSet<>(planned.upstream())));
            }
        });
        Map<String, String> external = external(answers, parts);
        if (parts.isEmpty() && external.isEmpty()) {
            throw nothingMatches(answers, request);
        }
        requireOneHome(parts, request);
        return new LocationPlan(inDependencyOrder(parts), external);
    }

    private static Map<String, String> external(Map<Origin, Operations.Planned> answers, List<Part> parts) {
        Map<String, String> external = new TreeMap<>();
        answers.forEach(
                (origin, planned) -> planned.external().forEach(key -> external.putIfAbsent(key, origin.name())));
        parts.forEach(part -> external.keySet().removeAll(part.matches()));
        return external;
    }

    private static List<Part> inDependencyOrder(List<Part> parts) {
        List<Part> waiting = new ArrayList<>(parts);
        List<Part> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Part next = waiting.stream()
                    .filter(part -> waiting.stream().noneMatch(other -> other != part && feeds(other, part)))
                    .findFirst()
                    .orElseThrow(() -> circle(waiting));
            waiting.remove(next);
            ordered.add(next);
        }
        return List.copyOf(ordered);
    }

    private static boolean feeds(Part upstream, Part part) {
        return part.upstream().stream().anyMatch(upstream.matches()::contains);
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
                "Materialise them one at a time with <location> or -Ddagster.location"));
    }

    private static void requireOneHome(List<Part> parts, LocatedRequest<?> request) {
        String subject = request.subject();
        Map<String, List<String>> homes = new LinkedHashMap<>();
        for (Part part : parts) {
            part.matches()
                    .forEach(key -> homes.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(part.origin().name()));
        }
        for (Map.Entry<String, List<String>> home : homes.entrySet()) {
            if (home.getValue().size() > 1) {
                throw new PipelineException(Problem.ofValue(
                        "ambiguous_name",
                        "There is more than one " + subject + " '" + home.getKey() + "': in the code locations "
                                + String.join(", ", home.getValue()),
                        subject,
                        home.getKey(),
                        "location",
                        home.getValue(),
                        "Choose the code location with <location> or -Ddagster.location"));
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
                    "Choose one with <job> or -Ddagster.job"));
        }
    }

    private static PipelineException nothingMatches(
            Map<Origin, Operations.Planned> answers, LocatedRequest<?> request) {
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
