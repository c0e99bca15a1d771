"""Checks of assets that this repository does not make: of external ones, or of those that another one makes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dagster import AssetCheckKey, AssetKey


def external_checks(graph: Any) -> "dict[AssetKey, set[AssetCheckKey]]":
    """Such checks by asset; a function of their own evaluates them, which can run without the asset being made."""
    found: dict[AssetKey, set[AssetCheckKey]] = {}
    for check in graph.asset_check_keys:
        definition = graph.assets_def_for_key(check)
        is_made = graph.has(check.asset_key) and graph.get(check.asset_key).is_materializable
        if not is_made and definition.is_executable and not definition.keys:
            found.setdefault(check.asset_key, set()).add(check)
    return found
