"""Upstream assets that nobody defines, and such whose values cannot be what their readers declare."""

from collections.abc import Iterator
from typing import Any

from ..private_api import dagster_api
from ..private_api.dagster_lint_api import is_decided_by_function, is_of_integration, keeps_values
from . import places
from .findings import Found, Linted
from .value_types import certainly_differ, type_name


def unknown_assets(linted: Linted) -> Iterator[Found]:
    """Keys that assets depend on, or that checks are for, and that nothing defines."""
    if not linted.knows_all_assets:
        return
    for linted_asset in linted.assets:
        asset = linted_asset.described
        if is_of_integration(linted.graph.get(linted_asset.key)):
            # Its tool names the tables and files that it reads: few of them are assets.
            continue
        for dep in asset["deps"]:
            if dep in linted.made_up and dep not in linted.elsewhere:
                yield Found(
                    "unknown-upstream",
                    "asset",
                    asset["key"],
                    f"the asset '{asset['key']}' depends on '{dep}', which nothing defines",
                    places.mention(asset["defined_at"], dep),
                    dep,
                )
    defined = ({asset["key"] for asset in linted.described["assets"]} - linted.made_up) | linted.elsewhere
    for check in linted.described["checks"]:
        if check["asset"] not in defined:
            yield Found(
                "unknown-checked-asset",
                "asset check",
                f"{check['asset']}:{check['name']}",
                f"the check '{check['name']}' is for the asset '{check['asset']}', which nothing defines",
                places.mention(check["defined_at"], check["asset"]),
                check["asset"],
            )


def mismatched_types(linted: Linted) -> Iterator[Found]:
    """Parameters whose annotation says that no value of the upstream asset can be passed."""
    for asset in linted.computations:
        name = asset.described["key"]
        for parameter, parent in sorted(asset.definition.keys_by_input_name.items()):
            types = _types(linted, asset.definition, parameter, parent)
            if types is not None and certainly_differ(*types):
                produced, expected = (type_name(one) for one in types)
                upstream = parent.to_user_string()
                yield Found(
                    "upstream-type-mismatch",
                    "asset",
                    name,
                    f"the asset '{name}' takes '{parameter}' as {expected}, but the asset '{upstream}' is {produced}",
                    places.parameter(asset.described["defined_at"], parameter),
                    upstream,
                )


def _types(linted: Linted, definition: Any, name: str, parent: Any) -> tuple[Any, Any] | None:
    """What the upstream asset is and what the parameter is declared to be; None where that cannot be compared."""
    taken = definition.node_def.input_dict.get(name)
    # Most inputs declare nothing: those are done with at once.
    if taken is None or is_decided_by_function(taken.dagster_type) or taken.input_manager_key:
        return None
    upstream = dagster_api.assets_definition(linted.definition, parent)
    if upstream is None or not upstream.is_executable or not linted.graph.get(parent).is_materializable:
        return None
    # A subset has outputs that its definition does not name.
    made = upstream.node_def.output_dict.get(upstream.get_output_name_for_asset_key(parent))
    if made is None or is_decided_by_function(made.dagster_type):
        return None
    if not keeps_values(upstream.resource_defs.get(made.io_manager_key)):
        return None
    expected = taken.dagster_type.typing_type
    if linted.graph.get(parent).is_partitioned and not certainly_differ(dict, expected):
        # Several partitions are passed as a dictionary by their keys.
        return None
    return made.dagster_type.typing_type, expected
