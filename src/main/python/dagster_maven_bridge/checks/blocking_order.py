"""The order of checks that run without their assets, in which blocking checks block as in a materialisation."""

from collections.abc import Sequence
from typing import Any

from dagster import AssetCheckKey, AssetKey

from ..definitions.asked_once import AskedOnce
from ..runs.execution_sets import ExecutionSets


class BlockingOrder:
    """Which checks wait for which blocking ones: as in a materialisation, those of what is downstream."""

    def __init__(self, graph: Any, checks: Sequence[AssetCheckKey]) -> None:
        self._graph = graph
        self._checks = checks
        self._ancestors: dict[AssetKey, set[AssetKey]] = {}
        blocking = [check for check in checks if graph.get(check).blocking]
        self.blocking = frozenset(blocking)
        self._blocking_of: dict[AssetKey, set[AssetCheckKey]] = {}
        for check in blocking:
            self._blocking_of.setdefault(check.asset_key, set()).add(check)
        self._own = {check: self._needed(check) for check in checks if blocking}
        self._sets = ExecutionSets(graph)
        self._needed_together = AskedOnce(self._needed_by)

    def waits_for(self, check: AssetCheckKey) -> set[AssetCheckKey]:
        """The blocking checks that have to pass before a check runs, or one that runs together with it."""
        return self._needed_together(self._sets.of(check))

    def _needed_by(self, together: frozenset[Any]) -> set[AssetCheckKey]:
        return {need for each in together for need in self._own.get(each, ())} - together

    def rounds(self) -> list[list[AssetCheckKey]]:
        """The checks in as few rounds as possible, each after the blocking checks that it waits for."""
        rounds: list[list[AssetCheckKey]] = []
        waiting = list(self._checks)
        while waiting:
            left = set(waiting)
            # Of checks that wait for each other none is first. Dagster refuses to load most of these circles.
            ready = [check for check in waiting if not self.waits_for(check) & left] or waiting
            rounds.append(ready)
            begun = set(ready)
            waiting = [check for check in waiting if check not in begun]
        return rounds

    def _needed(self, check: AssetCheckKey) -> set[AssetCheckKey]:
        upstream: set[AssetKey] = set()
        for parent in self._graph.get(check).parent_entity_keys:
            upstream |= self._upstream(parent) | {parent}
        blocking = (upstream & self._blocking_of.keys()) - {check.asset_key}
        return {other for asset in blocking for other in self._blocking_of[asset]}

    def _upstream(self, asset: AssetKey) -> set[AssetKey]:
        if asset not in self._ancestors:
            found: set[AssetKey] = set()
            pending = [asset]
            while pending:
                key = pending.pop()
                parents = self._graph.get(key).parent_keys if self._graph.has(key) else set()
                pending += parents - found
                found |= parents
            self._ancestors[asset] = found
        return self._ancestors[asset]
