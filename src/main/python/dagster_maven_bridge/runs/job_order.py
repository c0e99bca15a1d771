"""The order of the runs of a job for many partitions: an asset that needs earlier partitions has them made first."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from dagster import AssetKey

from ..definitions.asked_once import AskedOnce
from ..partitions.partition_edges import Edge, PartitionEdges
from ..private_api.dagster_partition_api import Definition, PartitionView
from .dependency_order import in_dependency_order
from .execution_sets import ExecutionSets
from .needs import Node
from .planning import Plan
from .run_groups import RunGroup
from .staleness import Upkeep


def plan_of_job(
    graph: Any,
    assets: AbstractSet[AssetKey],
    definition: Definition,
    chunks: Sequence[tuple[str, ...]],
    view: PartitionView,
) -> Plan | None:
    """The runs of a job that makes these assets, each for some partitions; None when none needs another one.

    What assets need of later partitions of each other, or of all of them, cannot be waited for: each run makes all
    assets.
    """
    order = [key for key in in_dependency_order(graph) if key in assets]
    upstream = _earlier(graph, order, [key for chunk in chunks for key in chunk], view)
    if not upstream:
        return None
    sets = ExecutionSets(graph)
    of_job = AskedOnce(lambda together: together & assets)
    units = {asset: of_job(sets.of(asset)) for asset in order}
    runs = [RunGroup(chunk, definition, list(order)) for chunk in chunks]
    return Plan(runs, [], upstream, units, {}, {}, None, Upkeep())


def _earlier(
    graph: Any, assets: Sequence[AssetKey], keys: Sequence[str], view: PartitionView
) -> dict[Node, Sequence[AbstractSet[Node]]]:
    """For each asset and partition the earlier partitions of assets of the job that it needs."""
    edges = PartitionEdges(graph, view)
    planned = {key: place for place, key in enumerate(keys)}
    upstream: dict[Node, Sequence[AbstractSet[Node]]] = {}
    for asset in filter(edges.is_partitioned, assets):
        parents = [key for key in graph.get(asset).parent_keys if key in assets and edges.is_partitioned(key)]
        between: dict[AssetKey, Edge] = {parent: edges.between(asset, parent) for parent in parents}
        between = {parent: edge for parent, edge in between.items() if not (edge.is_identity or edge.is_common)}
        for key, place in planned.items() if between else ():
            needed = frozenset(
                (parent, one)
                for parent, edge in between.items()
                for one in edge.needed(key).existing
                if planned.get(one, place) < place
            )
            if needed:
                upstream[asset, key] = [needed]
    return upstream
