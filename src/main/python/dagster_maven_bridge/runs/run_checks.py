"""Which checks a run of assets evaluates: those of its assets, unless a function evaluates them with those of others.

Dagster builds no job with a part of what such a function evaluates; and the others may be up to date, or made for other
partitions, and so in no run or in another one.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from dagster import AssetCheckKey, AssetKey, RepositoryDefinition

from .execution_sets import Entity, ExecutionSets


def all_checks(
    repository: RepositoryDefinition, assets: Collection[AssetKey], checks: Collection[AssetCheckKey]
) -> frozenset[AssetCheckKey]:
    """The checks of the assets, and further ones."""
    graph: Any = repository.asset_graph
    return frozenset(checks).union(*(graph.get(asset).check_keys for asset in assets))


def left_out(
    repository: RepositoryDefinition, assets: Collection[AssetKey], checks: Collection[AssetCheckKey]
) -> Mapping[AssetCheckKey, list[str]]:
    """Of all checks of a run those that it cannot evaluate, with what it lacks for them."""
    shared = _shared_checks(repository)
    if not shared:
        return {}
    wanted = all_checks(repository, assets, checks)
    here: frozenset[Entity] = wanted.union(assets)
    return {
        check: sorted(other.to_user_string() for other in shared[check] - here)
        for check in sorted(wanted & shared.keys())
        if not shared[check] <= here
    }


def is_shared(repository: RepositoryDefinition, check: AssetCheckKey) -> bool:
    """Whether a function evaluates a check only together with what is about other assets."""
    return check in _shared_checks(repository)


# Asked for each of thousands of runs.
@lru_cache(maxsize=16)
def _shared_checks(repository: RepositoryDefinition) -> Mapping[AssetCheckKey, frozenset[Entity]]:
    graph: Any = repository.asset_graph
    sets = ExecutionSets(graph)
    together = {check: sets.of(check) for check in graph.asset_check_keys}
    return {
        check: others for check, others in together.items() if any(_asset_of(one) != check.asset_key for one in others)
    }


def _asset_of(one: Entity) -> AssetKey:
    return one.asset_key if isinstance(one, AssetCheckKey) else one
