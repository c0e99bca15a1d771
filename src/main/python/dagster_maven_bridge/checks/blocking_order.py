"""The order of checks that run without their assets, in which blocking checks block as in a materialisation."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from dagster import AssetCheckKey, AssetKey

from ..definitions.asked_once import AskedOnce, each_once
from ..runs.dependency_order import in_dependency_order, levels
from ..runs.execution_sets import Entity, ExecutionSets


class BlockingOrder:
    """Which checks wait for which blocking ones: as in a materialisation, those of what is downstream."""

    def __init__(self, graph: Any, checks: Sequence[AssetCheckKey]) -> None:
        self._graph = graph
        self._checks = checks
        self.blocking = frozenset(check for check in checks if graph.get(check).blocking)
        self._blocking_of: dict[AssetKey, set[AssetCheckKey]] = {}
        for check in self.blocking:
            self._blocking_of.setdefault(check.asset_key, set()).add(check)
        self._before = _gathered(graph, self._blocking_of)
        self._chosen = frozenset(checks)
        self._sets = ExecutionSets(graph)
        self._needed_together = AskedOnce(self._needed_by)

    def waits_for(self, check: AssetCheckKey) -> set[AssetCheckKey]:
        """The blocking checks that have to pass before a check runs, or one that runs together with it."""
        return self._needed_together(self._sets.of(check))

    def rounds(self) -> list[list[AssetCheckKey]]:
        """The checks in as few rounds as possible, each after the blocking checks that it waits for."""
        members: dict[frozenset[Entity], list[AssetCheckKey]] = {}
        for check in self._checks:
            members.setdefault(self._sets.of(check), []).append(check)
        # By what runs together: one function may evaluate thousands, which all wait for the same.
        needs = {
            together: {self._sets.of(blocking) for blocking in self._needed_together(together)} for together in members
        }
        rounds = list(levels(needs))
        # Of checks that wait for each other none is first. Dagster refuses to load most of these circles.
        circle = needs.keys() - {together for begun in rounds for together in begun}
        places = {check: place for place, check in enumerate(self._checks)}
        return [
            sorted((check for together in begun for check in members[together]), key=places.__getitem__)
            for begun in [*rounds, *([list(circle)] if circle else [])]
        ]

    def _needed_by(self, together: frozenset[Entity]) -> set[AssetCheckKey]:
        needed: set[AssetCheckKey] = set()
        for check in self._chosen.intersection(together):
            found = set().union(*(self._before.get(parent, ()) for parent in self._graph.get(check).parent_entity_keys))
            needed |= found - self._blocking_of.get(check.asset_key, set())
        return needed - together


def _gathered(
    graph: Any, blocking_of: Mapping[AssetKey, AbstractSet[AssetCheckKey]]
) -> dict[AssetKey, frozenset[AssetCheckKey]]:
    """For each asset the blocking checks of it and of all that is upstream."""
    gathered: dict[AssetKey, frozenset[AssetCheckKey]] = {}
    for key in in_dependency_order(graph) if blocking_of else ():
        parents = each_once(gathered[parent] for parent in graph.get(key).parent_keys - {key})
        own = blocking_of.get(key)
        # The same object as that of the parent where nothing is added: thousands of equal ones would fill the memory.
        gathered[key] = parents[0] if len(parents) == 1 and not own else frozenset().union(own or (), *parents)
    return gathered
