package io.github.dagstermaven.bridge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dagstermaven.bridge.Operations.Origin;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRequest;
import io.github.dagstermaven.dagster.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One run request, carried out in the code locations that it concerns, each after those it depends on. */
final class LocatedRuns {
    private final CodeLocations locations;
    private final RunRequest request;
    private final JsonObject parameters;
    private final RunListener listener;
    private final Deadline deadline;
    private final Duration timeout;

    LocatedRuns(
            CodeLocations locations,
            RunRequest request,
            JsonObject parameters,
            RunListener listener,
            Deadline deadline,
            Duration timeout) {
        this.locations = locations;
        this.request = request;
        this.parameters = parameters;
        this.listener = listener;
        this.deadline = deadline;
        this.timeout = timeout;
    }

    RunSummary run(List<Origin> origins) {
        if (origins.size() == 1) {
            return run(origins.get(0), parameters, newLedger());
        }
        LocationPlan plan = plan(origins);
        plan.external()
                .forEach((asset, origin) -> listener.on(new RunEvent.Planned(
                        origin,
                        List.of(),
                        List.of(new RunEvent.Skipped(asset, null, "it is not materialised by this project")))));
        List<RunSummary> summaries = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        for (LocationPlan.Part part : plan.parts()) {
            Set<String> lacking = new TreeSet<>(part.upstream());
            lacking.retainAll(missing);
            if (lacking.isEmpty()) {
                RunLedger ledger = newLedger();
                summaries.add(run(part.origin(), narrowedTo(part, plan), ledger));
                if (ledger.hasUnsuccessfulRuns()) {
                    missing.addAll(part.matches());
                    missing.removeAll(ledger.materializedAssets());
                }
            } else {
                // As Dagster does within a run: what is downstream of a failure is skipped.
                String reason =
                        "upstream " + String.join(", ", lacking) + " of another code location was not materialised";
                listener.on(new RunEvent.Planned(
                        part.origin().name(),
                        List.of(),
                        part.matches().stream()
                                .map(asset -> new RunEvent.Skipped(asset, null, reason))
                                .toList()));
                missing.addAll(part.matches());
            }
        }
        return request.combine(summaries);
    }

    private LocationPlan plan(List<Origin> origins) {
        // Started together, so that one loads while another does.
        List<Session> sessions = origins.stream().map(locations::session).toList();
        Map<Origin, Operations.Planned> answers = new LinkedHashMap<>();
        for (int i = 0; i < origins.size(); i++) {
            answers.put(
                    origins.get(i),
                    sessions.get(i)
                            .query(
                                    Operations.PLAN,
                                    new Operations.Plan(request.operation(), parameters),
                                    Operations.Planned.class,
                                    listener,
                                    deadline,
                                    timeout));
        }
        return LocationPlan.of(answers, isForJob() ? "job" : "asset", text(isForJob() ? "job" : "select"));
    }

    private RunSummary run(Origin origin, JsonObject narrowed, RunLedger ledger) {
        return locations.session(origin).run(request.operation(), narrowed, ledger, deadline, timeout);
    }

    private RunLedger newLedger() {
        return new RunLedger(listener, () -> System.currentTimeMillis() / 1000.0);
    }

    /** In a selection over several locations each is asked for its own part: the others' keys mean nothing to it. */
    private JsonObject narrowedTo(LocationPlan.Part part, LocationPlan plan) {
        if (isForJob() || text("select") == null) {
            return parameters;
        }
        JsonObject narrowed = parameters.deepCopy();
        narrowed.addProperty(
                "select",
                part.matches().stream().map(key -> "key:\"" + key + "\"").collect(Collectors.joining(" or ")));
        return narrowed;
    }

    private boolean isForJob() {
        return parameters.has("job");
    }

    private String text(String parameter) {
        JsonElement value = parameters.get(parameter);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }
}
