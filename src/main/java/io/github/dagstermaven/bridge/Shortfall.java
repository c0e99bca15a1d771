package io.github.dagstermaven.bridge;

import io.github.dagstermaven.bridge.Operations.BrokenAsset;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was planned and has not been made, which keeps what needs it in other code locations from being made. */
final class Shortfall implements RunListener {
    private static final String NOT_MADE = "of another code location was not materialised";
    private static final String BLOCKED = "of another code location failed a blocking check";

    private final Map<Node, Set<Want>> wants = new LinkedHashMap<>();
    private final Map<String, List<String>> partitions = new HashMap<>();
    private final Map<String, List<String>> assets = new HashMap<>();

    /** An asset, or a partition of it. */
    private record Node(String asset, String partition) {}

    /** A blocking check that is to pass, or the value itself when that is null: either may come before the other. */
    private record Want(String check) {
        static final Want VALUE = new Want(null);
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Planned plan) {
            plan.runs().forEach(run -> mark(run.assets(), keys(run.partitions()), Want.VALUE));
        } else if (event instanceof RunEvent.RunStarted run) {
            partitions.put(run.runId(), keys(run.partitions()));
            assets.put(
                    run.runId(),
                    run.steps().stream().flatMap(step -> step.assets().stream()).toList());
        } else if (event instanceof RunEvent.AssetMaterialized made) {
            // User code may tell of the partition of its run without naming it.
            List<String> keys = made.partition() == null ? keysOf(made.runId()) : List.of(made.partition());
            unmark(List.of(made.asset()), keys, Want.VALUE);
        } else if (event instanceof RunEvent.CheckEvaluated check) {
            Want pass = new Want(check.check());
            if (check.blocking() && !check.passed() && check.severity().equals("ERROR")) {
                mark(List.of(check.asset()), keysOf(check.runId()), pass);
            } else {
                // It may be evaluated again.
                unmark(List.of(check.asset()), keysOf(check.runId()), pass);
            }
        } else if (event instanceof RunEvent.RunEnded run && run.status().equals("SUCCESS")) {
            // An asset may also decide not to be materialised.
            unmark(assets.getOrDefault(run.runId(), List.of()), keysOf(run.runId()), Want.VALUE);
        }
    }

    /** All of it, in the order of the plan. */
    List<BrokenAsset> broken() {
        return wants.entrySet().stream()
                .map(one -> new BrokenAsset(
                        one.getKey().asset(),
                        one.getKey().partition(),
                        one.getValue().equals(Set.of(Want.VALUE)) ? NOT_MADE : BLOCKED))
                .toList();
    }

    private void mark(Collection<String> names, Collection<String> keys, Want want) {
        names.forEach(asset -> keys.forEach(key -> wants.computeIfAbsent(new Node(asset, key), node -> new HashSet<>())
                .add(want)));
    }

    private void unmark(Collection<String> names, Collection<String> keys, Want want) {
        names.forEach(asset -> keys.forEach(key -> wants.computeIfPresent(new Node(asset, key), (node, left) -> {
            left.remove(want);
            return left.isEmpty() ? null : left;
        })));
    }

    private List<String> keysOf(String runId) {
        return partitions.getOrDefault(runId, keys(List.of()));
    }

    private static List<String> keys(List<String> partitions) {
        return partitions.isEmpty() ? Arrays.asList((String) null) : partitions;
    }
}
