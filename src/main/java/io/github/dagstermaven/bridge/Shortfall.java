package io.github.dagstermaven.bridge;

import io.github.dagstermaven.bridge.Operations.BrokenAsset;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was planned and has not been made, which keeps what needs it in other code locations from being made. */
final class Shortfall implements RunListener {
    private static final String NOT_MADE = "of another code location was not materialised";
    private static final String BLOCKED = "of another code location failed a blocking check";

    private final Map<Node, String> broken = new LinkedHashMap<>();
    private final Map<String, List<String>> partitions = new HashMap<>();
    private final Map<String, List<String>> assets = new HashMap<>();

    /** An asset, or a partition of it. */
    private record Node(String asset, String partition) {}

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Planned plan) {
            plan.runs().forEach(run -> mark(run.assets(), keys(run.partitions()), NOT_MADE));
        } else if (event instanceof RunEvent.RunStarted run) {
            partitions.put(run.runId(), keys(run.partitions()));
            assets.put(
                    run.runId(),
                    run.steps().stream().flatMap(step -> step.assets().stream()).toList());
        } else if (event instanceof RunEvent.AssetMaterialized made) {
            // User code may tell of the partition of its run without naming it.
            List<String> keys = made.partition() == null ? keysOf(made.runId()) : List.of(made.partition());
            keys.forEach(key -> broken.remove(new Node(made.asset(), key)));
        } else if (event instanceof RunEvent.CheckEvaluated check) {
            if (check.blocking() && check.passed()) {
                // It may be evaluated again.
                keysOf(check.runId()).forEach(key -> broken.remove(new Node(check.asset(), key), BLOCKED));
            } else if (check.blocking() && check.severity().equals("ERROR")) {
                mark(List.of(check.asset()), keysOf(check.runId()), BLOCKED);
            }
        } else if (event instanceof RunEvent.RunEnded run && run.status().equals("SUCCESS")) {
            // An asset may also decide not to be materialised.
            assets.getOrDefault(run.runId(), List.of())
                    .forEach(asset -> keysOf(run.runId()).forEach(key -> broken.remove(new Node(asset, key))));
        }
    }

    /** All of it, in the order of the plan. */
    List<BrokenAsset> broken() {
        return broken.entrySet().stream()
                .map(one -> new BrokenAsset(one.getKey().asset(), one.getKey().partition(), one.getValue()))
                .toList();
    }

    private void mark(Collection<String> names, Collection<String> keys, String how) {
        names.forEach(asset -> keys.forEach(key -> broken.put(new Node(asset, key), how)));
    }

    private List<String> keysOf(String runId) {
        return partitions.getOrDefault(runId, keys(List.of()));
    }

    private static List<String> keys(List<String> partitions) {
        return partitions.isEmpty() ? Arrays.asList((String) null) : partitions;
    }
}
