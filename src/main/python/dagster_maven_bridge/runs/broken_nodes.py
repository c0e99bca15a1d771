"""What of a plan went wrong, to be looked for in what thousands of partitions need."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from dagster import AssetKey

from .needs import Node


class BrokenNodes:
    """The nodes that failed or are skipped, and how."""

    def __init__(self) -> None:
        self._how: dict[Node, str] = {}
        self._changes: Counter[AssetKey] = Counter()
        # A set that thousands share is looked through once, until something of its assets changes.
        self._known: dict[int, tuple[AbstractSet[Node], frozenset[AssetKey], int, Node | None]] = {}

    def __bool__(self) -> bool:
        return bool(self._how)

    def add(self, nodes: Iterable[Node], how: str) -> None:
        """Takes note of nodes that went wrong."""
        for node in nodes:
            self._how[node] = how
            self._changes[node[0]] += 1

    def forget(self, node: Node) -> None:
        """What went wrong with a node is going to be told anew."""
        if self._how.pop(node, None) is not None:
            self._changes[node[0]] += 1

    def how(self, node: Node) -> str | None:
        """What went wrong with a node."""
        return self._how.get(node)

    def first_of(self, nodes: AbstractSet[Node]) -> Node | None:
        """The first by name of those that went wrong."""
        known = self._known.get(id(nodes))
        assets = known[1] if known is not None and known[0] is nodes else frozenset(asset for asset, _ in nodes)
        changes = sum(self._changes[asset] for asset in assets)
        if known is not None and known[0] is nodes and known[2] == changes:
            return known[3]
        first = min(self._how.keys() & nodes, key=str, default=None)
        if len(nodes) > 1:
            self._known[id(nodes)] = nodes, assets, changes, first
        return first
