"""Which assets and checks one function makes and evaluates together, so that none of them runs without the others."""

from collections.abc import Iterable
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


def evaluated_with(others: Iterable[str]) -> str:
    """Why a check cannot run: others that only run with it do not."""
    return f"one function evaluates it together with {', '.join(others)}"


def completed(graph: Any, assets: Iterable[AssetKey], *, materialized: bool) -> set[AssetKey]:
    """The assets with all that the functions which make them make as well, of those that make all or nothing.

    Not ``materialized``: with those whose checks run together with checks of theirs, and without any asset.
    """
    sets = ExecutionSets(graph)
    found = set(assets)
    left = list(found)
    while left:
        key = left.pop()
        if materialized:
            together = {other for other in sets.of(key) if isinstance(other, AssetKey)}
        else:
            together = {
                other.asset_key for check in graph.get(key).check_keys for other in _checks_alone(sets.of(check))
            }
        left += together - found
        found |= together
    return found


def _checks_alone(together: frozenset[Entity]) -> list[AssetCheckKey]:
    """What runs together, if it is checks; none if it makes an asset as well."""
    checks = [one for one in together if isinstance(one, AssetCheckKey)]
    return checks if len(checks) == len(together) else []
