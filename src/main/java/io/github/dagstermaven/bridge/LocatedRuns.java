package io.github.dagstermaven.bridge;

import com.google.gson.JsonObject;
import io.github.dagstermaven.bridge.Operations.BrokenAsset;
import io.github.dagstermaven.bridge.Operations.Origin;
import io.github.dagstermaven.bridge.RunLedger.Resumption;
import io.github.dagstermaven.dagster.AssetRequest;
import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunOptions.Reruns;
import io.github.dagstermaven.dagster.RunRequest;
import io.github.dagstermaven.dagster.RunSummary;
import io.github.dagstermaven.dagster.TimeLimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One run request, carried out in the code locations that it concerns, each after those it depends on. */
final class LocatedRuns {
    private final CodeLocations locations;
    private final RunRequest request;
    private final RunListener listener;
    private final TimeLimit limit;

    LocatedRuns(CodeLocations locations, RunRequest request, RunListener listener, TimeLimit limit) {
        this.locations = locations;
        this.request = request;
        this.listener = listener;
        this.limit = limit;
    }

    RunSummary run(List<Origin> origins) {
        if (origins.size() == 1) {
            return run(origins.get(0), request, newLedger(listener), List.of());
        }
        LocationPlan plan = LocationPlan.of(locations.plan(parts(origins), listener, limit), request);
        List<RunSummary> summaries = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        List<BrokenAsset> broken = new ArrayList<>();
        for (LocationPlan.Part part : plan.parts()) {
            Cancellation cancellation = cancellation();
            if (cancellation != Cancellation.NONE) {
                // Planned and never started: that fails the build.
                listener.on(new RunEvent.Planned(
                        part.origin().name(), List.of(request.unstarted(part.matches())), List.of()));
                listener.on(new RunEvent.PlanAbandoned(RunLedger.unstarted(cancellation, limit)));
                continue;
            }
            Set<String> lacking = new TreeSet<>(part.upstream());
            lacking.retainAll(missing);
            if (lacking.isEmpty()) {
                Shortfall shortfall = new Shortfall();
                RunLedger ledger = newLedger(shortfall.andThen(listener));
                summaries.add(run(part.origin(), request.narrowedTo(part.runs()), ledger, broken));
                if (isTold()) {
                    broken.addAll(shortfall.broken());
                } else if (ledger.hasUnsuccessfulRuns()) {
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

    /** What of the request each location is asked to plan. */
    private Map<Origin, RunRequest> parts(List<Origin> origins) {
        Map<Origin, RunRequest> parts = new LinkedHashMap<>();
        if (request instanceof AssetRequest<?> assets && assets.select() != null) {
            WorkspaceSelection selection = WorkspaceSelection.resolve(locations, origins, assets, listener, limit);
            if (assets.materializes()) {
                tellOfIdle(selection);
            }
            selection.known().forEach((origin, keys) -> parts.put(origin, request.narrowedTo(keys)));
        } else {
            origins.forEach(origin -> parts.put(origin, request));
        }
        return parts;
    }

    private void tellOfIdle(WorkspaceSelection selection) {
        selection
                .idle()
                .forEach((origin, keys) -> listener.on(new RunEvent.Planned(
                        origin.name(),
                        List.of(),
                        keys.stream()
                                .map(key -> new RunEvent.Skipped(key, null, "it is not materialised by this project"))
                                .toList())));
    }

    private Cancellation cancellation() {
        if (Thread.currentThread().isInterrupted()) {
            return Cancellation.INTERRUPT;
        }
        return Deadline.of(limit).hasPassed() ? Cancellation.TIMEOUT : Cancellation.NONE;
    }

    /** Whether a location is told what others have not made, and leaves out what needs it, by partition. */
    private boolean isTold() {
        return request instanceof AssetRequest<?> assets && assets.materializes();
    }

    private RunSummary run(Origin origin, RunRequest part, RunLedger ledger, List<BrokenAsset> broken) {
        JsonObject parameters = ProtocolJson.tree(part).getAsJsonObject();
        if (!broken.isEmpty()) {
            parameters.getAsJsonObject("options").add("broken", ProtocolJson.tree(broken));
        }
        RunSummary summary = locations.session(origin).run(part.operation(), parameters, ledger, limit);
        while (ledger.isInterrupted()) {
            parameters.getAsJsonObject("options").add("carry_on", ProtocolJson.tree(ledger.carryOn()));
            try {
                summary = locations.session(origin).run(part.operation(), parameters, ledger, limit);
            } catch (DagsterException e) {
                ledger.abandonPlan(
                        new Failure("Crash", "Python could not carry on: " + e.getMessage(), null, e.trace()));
                throw e;
            }
        }
        return summary;
    }

    private RunLedger newLedger(RunListener told) {
        return new RunLedger(told, () -> System.currentTimeMillis() / 1000.0, resumption());
    }

    private Resumption resumption() {
        Reruns reruns = request.options().reruns();
        return new Resumption(request.isCarriedOn(), reruns == null ? 0 : reruns.times());
    }
}
