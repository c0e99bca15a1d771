"""The order in which assets depend on each other."""

from typing import Any

from dagster import AssetKey


def in_dependency_order(graph: Any) -> list[AssetKey]:
    """The assets of a graph, each after those it depends on; those of one level by name.

    As Dagster's own ``toposorted_asset_keys``, which goes through all assets for each level: a function may make
    thousands that depend on one another in a row.
    """
    parents = {key: graph.get(key).parent_keys - {key} for key in graph.get_all_asset_keys()}
    children: dict[AssetKey, list[AssetKey]] = {}
    for key, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(key)
    left = {key: len(above) for key, above in parents.items()}
    level = sorted(key for key, number in left.items() if number == 0)
    ordered: list[AssetKey] = []
    while level:
        ordered += level
        freed: list[AssetKey] = []
        for key in level:
            for child in children.get(key, ()):
                left[child] -= 1
                if left[child] == 0:
                    freed.append(child)
        level = sorted(freed)
    return ordered
