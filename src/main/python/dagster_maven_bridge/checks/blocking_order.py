"""The order of checks that run without their assets, in which blocking checks block as in a materialisation."""

from collections.abc import Sequence
from typing import Any

from dagster import AssetCheckKey, AssetKey


class BlockingOrder:
    """Which checks wait for which blocking ones: as in a materialisation, those of what is downstream."""

    def __init__(self, graph: Any, checks: Sequence[AssetCheckKey]) -> None:
        self._graph = graph
        self._checks = checks
        self._ancestors: dict[AssetKey, set[AssetKey]] = {}
        blocking = [check for check in checks if graph.get(check).blocking]
        self.blocking = frozenset(blocking)
        self._own = {check: self._needed(check, blocking) for check in checks if blocking}

    def waits_for(self, check: AssetCheckKey) -> set[AssetCheckKey]:
        """The blocking checks that have to pass before a check runs, or one that runs together with it."""
        together = self._together(check)
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
            waiting = [check for check in waiting if check not in set(ready)]
        return rounds

    def _needed(self, check: AssetCheckKey, blocking: Sequence[AssetCheckKey]) -> set[AssetCheckKey]:
        upstream: set[AssetKey] = set()
        for parent in self._graph.get(check).parent_entity_keys:
            upstream |= self._upstream(parent) | {parent}
        return {other for other in blocking if other.asset_key in upstream - {check.asset_key}}

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

    def _together(self, check: AssetCheckKey) -> set[AssetCheckKey]:
        return {check} | set(self._graph.get_execution_set_asset_and_check_keys(check))
