"""The order in which assets, or what else needs each other, come."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any, TypeVar

from dagster import AssetKey

One = TypeVar("One", bound=Hashable)


def in_dependency_order(graph: Any) -> list[AssetKey]:
    """The assets of a graph, each after those it depends on; those of one level by name.

    As Dagster's own ``toposorted_asset_keys``, which goes through all assets for each level: a function may make
    thousands that depend on one another in a row.
    """
    parents = {key: graph.get(key).parent_keys - {key} for key in graph.get_all_asset_keys()}
    return [key for level in levels(parents) for key in sorted(level)]


def levels(needs: Mapping[One, Collection[One]]) -> Iterator[list[One]]:
    """What needs nothing, then what needs nothing else, and so on; what is in or behind a circle does not come.

    ``needs`` says of each what it needs, which is in it as well.
    """
    needed_by: dict[One, list[One]] = {}
    for one, needed in needs.items():
        for other in needed:
            needed_by.setdefault(other, []).append(one)
    left = {one: len(needed) for one, needed in needs.items()}
    level = [one for one, number in left.items() if number == 0]
    while level:
        yield level
        freed: list[One] = []
        for one in level:
            for other in needed_by.get(one, ()):
                left[other] -= 1
                if left[other] == 0:
                    freed.append(other)
        level = freed
