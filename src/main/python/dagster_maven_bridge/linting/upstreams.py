"""Upstream assets that nobody defines."""

from collections.abc import Iterator

from ..private_api.dagster_lint_api import is_of_integration
from . import places
from .findings import Found, Linted


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
            name = f"{check['asset']}:{check['name']}"
            yield Found(
                "unknown-checked-asset",
                "asset check",
                name,
                f"the check '{name}' is for the asset '{check['asset']}', which nothing defines",
                places.mention(check["defined_at"], check["asset"]),
                check["asset"],
            )
