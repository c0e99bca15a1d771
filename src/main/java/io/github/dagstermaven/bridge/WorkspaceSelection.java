package io.github.dagstermaven.bridge;

import io.github.dagstermaven.bridge.Operations.AssetNodes;
import io.github.dagstermaven.bridge.Operations.Origin;
import io.github.dagstermaven.dagster.AssetNode;
import io.github.dagstermaven.dagster.AssetRequest;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.TimeLimit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a selection names in several code locations. Each of them tells its assets, and one of them resolves the selection
 * over all: what is upstream of an asset may lie in another location.
 *
 * @param known by location, in order, the selected assets that it makes, runs checks of, or only knows
 * @param idle by location the selected assets that no location makes or runs checks of; each once
 */
record WorkspaceSelection(Map<Origin, Set<String>> known, Map<Origin, Set<String>> idle) {

    static WorkspaceSelection resolve(
            CodeLocations locations,
            List<Origin> origins,
            AssetRequest<?> request,
            RunListener listener,
            TimeLimit limit) {
        // Started together, so that one loads while another does.
        List<Session> sessions = origins.stream().map(locations::session).toList();
        Operations.Graph graph = new Operations.Graph(request.repository());
        Map<Origin, List<AssetNode>> assets = new LinkedHashMap<>();
        for (int index = 0; index < origins.size(); index++) {
            assets.put(
                    origins.get(index),
                    sessions.get(index)
                            .query(Operations.GRAPH, graph, AssetNodes.class, listener, limit)
                            .assets());
        }
        Operations.Resolve resolve = new Operations.Resolve(
                request.select(),
                request.selectParameter(),
                assets.values().stream().flatMap(List::stream).toList(),
                request.materializes());
        Operations.Resolved resolved =
                sessions.get(0).query(Operations.RESOLVE, resolve, Operations.Resolved.class, listener, limit);
        return of(assets, Set.copyOf(resolved.keys()));
    }

    private static WorkspaceSelection of(Map<Origin, List<AssetNode>> assets, Set<String> selected) {
        Set<String> idle = new TreeSet<>(selected);
        assets.values().stream()
                .flatMap(List::stream)
                .filter(node -> node.made() || node.checked())
                .forEach(node -> idle.remove(node.key()));
        Map<Origin, Set<String>> known = new LinkedHashMap<>();
        Map<Origin, Set<String>> idleByLocation = new LinkedHashMap<>();
        assets.forEach((origin, nodes) -> {
            Set<String> here = new TreeSet<>(nodes.stream().map(AssetNode::key).toList());
            here.retainAll(selected);
            if (!here.isEmpty()) {
                known.put(origin, here);
            }
            here.stream()
                    .filter(idle::remove)
                    .forEach(key -> idleByLocation
                            .computeIfAbsent(origin, any -> new TreeSet<>())
                            .add(key));
        });
        return new WorkspaceSelection(known, idleByLocation);
    }
}
