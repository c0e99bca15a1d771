"""The assets of several code locations, or of several repositories, as one graph that selections are resolved over.

Dagster's own graph of a workspace is made of what its code servers tell; this one of what the bridges tell. As there,
an asset that some of them make and others only know is one node, with the dependencies that any of them knows.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..checks.external_checks import external_checks
from ..model import AssetNode
from ..private_api import dagster_api

if TYPE_CHECKING:
    from dagster import AssetSpec, RepositoryDefinition


def nodes_of(repository: "RepositoryDefinition") -> list[AssetNode]:
    """The assets of a repository, those included of which it only knows."""
    graph: Any = repository.asset_graph
    checks = external_checks(graph)
    return [
        {
            "key": node.key.to_user_string(),
            "parents": sorted(parent.to_user_string() for parent in node.parent_keys),
            "group": node.group_name or None,
            "tags": {name: str(value) for name, value in node.tags.items()},
            "owners": list(node.owners),
            "made": bool(node.is_materializable),
            "checked": node.key in checks,
        }
        for node in sorted(graph.asset_nodes, key=lambda node: str(node.key.to_user_string()))
    ]


def merged(nodes: Iterable[AssetNode]) -> list[AssetNode]:
    """Each asset once: as those describe it who make it, with all of its parents."""
    by_key: dict[str, AssetNode] = {}
    for node in nodes:
        other = by_key.get(node["key"])
        if other is None:
            by_key[node["key"]] = node
            continue
        told = node if node["made"] and not other["made"] else other
        by_key[node["key"]] = {
            **told,
            "parents": sorted({*node["parents"], *other["parents"]}),
            "checked": node["checked"] or other["checked"],
        }
    return list(by_key.values())


def graph_of(nodes: Sequence[AssetNode]) -> Any:
    """Dagster's graph of the assets, each of which is there once; most selections leave out what nobody makes."""
    specs = [(node, _spec_of(node)) for node in nodes]
    return dagster_api.graph_of_specs(
        made=[spec for node, spec in specs if node["made"]], external=[spec for node, spec in specs if not node["made"]]
    )


def _spec_of(node: AssetNode) -> "AssetSpec":
    from dagster import AssetKey, AssetSpec

    return AssetSpec(
        AssetKey.from_user_string(node["key"]),
        # An asset that depends on its own past is upstream of nothing by that.
        deps=[AssetKey.from_user_string(parent) for parent in node["parents"] if parent != node["key"]],
        group_name=node["group"],
        tags=node["tags"],
        owners=node["owners"],
    )
