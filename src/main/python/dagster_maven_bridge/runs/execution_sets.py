"""Which assets and checks one function makes and evaluates together, so that none of them runs without the others."""

from typing import Any, TypeAlias

from dagster import AssetCheckKey, AssetKey

Entity: TypeAlias = AssetKey | AssetCheckKey
"""What one function may make with others: an asset or a check."""


class ExecutionSets:
    """The sets of a graph, each the same object for whatever is in it: Dagster gathers it anew for each key."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self._known: dict[Entity, frozenset[Entity]] = {}

    def of(self, key: Entity) -> frozenset[Entity]:
        """What runs with an asset or check, this included."""
        found = self._known.get(key)
        if found is None:
            found = frozenset({key, *self._graph.get_execution_set_asset_and_check_keys(key)})
            self._known.update(dict.fromkeys(found, found))
        return found
