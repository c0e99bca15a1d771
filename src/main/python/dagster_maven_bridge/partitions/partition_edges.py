"""Which partitions of an upstream asset a partition needs, fast enough for thousands of them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from dagster import AssetKey

from ..private_api.dagster_partition_api import Offsets, PartitionView, needs_all, offsets_of


class Needed(NamedTuple):
    """The partitions of one upstream asset that a partition needs: those that exist, and those that do not."""

    existing: Sequence[str]
    absent: Sequence[str]


class Edge(NamedTuple):
    """A dependency between two assets.

    ``is_identity``: a partition needs the one with the same key. ``is_common``: all partitions need the same ones.
    """

    needed: Callable[[str | None], Needed]
    is_identity: bool = False
    is_common: bool = False


class PartitionEdges:
    """The dependencies on partitioned assets; each is worked out once."""

    def __init__(self, graph: Any, view: PartitionView) -> None:
        self._graph = graph
        self._view = view
        self._edges: dict[tuple[AssetKey, AssetKey], Edge] = {}

    def is_partitioned(self, asset: AssetKey) -> bool:
        """Whether an asset is known and has partitions."""
        return bool(self._graph.has(asset) and self._graph.get(asset).is_partitioned)

    def between(self, asset: AssetKey, parent: AssetKey) -> Edge:
        """The dependency of an asset on a partitioned one."""
        edge = self._edges.get((asset, parent))
        if edge is None:
            edge = self._edges[asset, parent] = self._work_out(asset, parent)
        return edge

    def _work_out(self, asset: AssetKey, parent: AssetKey) -> Edge:
        offsets = offsets_of(self._graph, asset, parent, self._view)
        if offsets == Offsets(0, 0):
            return Edge(lambda key: Needed((str(key),), ()), is_identity=True)
        known: dict[str | None, Needed] = {}

        def asked(key: str | None) -> Needed:
            if key not in known:
                existing, absent = self._view.upstream_keys(self._graph, asset, parent, key)
                known[key] = Needed(tuple(existing), tuple(absent))
            return known[key]

        if needs_all(self._graph, asset, parent):
            # One and the same for each partition: a copy for each of thousands would fill the memory.
            every = Needed(self._view.keys(self._graph.get(parent).partitions_def), ())
            return Edge(lambda _: every, is_common=True)
        if offsets is None:
            return Edge(asked)
        return Edge(self._by_distance(parent, offsets, asked))

    def _by_distance(
        self, parent: AssetKey, offsets: Offsets, asked: Callable[[str | None], Needed]
    ) -> Callable[[str | None], Needed]:
        definition = self._graph.get(parent).partitions_def
        keys, places = self._view.keys(definition), self._view.places(definition)

        def needed(key: str | None) -> Needed:
            place = places[str(key)]
            first, last = place + offsets.first, place + offsets.last
            # At the ends of time the mapping itself knows whether it may need what is not there.
            return Needed(keys[first : last + 1], ()) if first >= 0 and last < len(keys) else asked(key)

        return needed
