"""What the assets around a new one have in common."""

import os

from ..model import Asset, Definitions
from .code import Neighbours
from .places import Place


def neighbours_of(place: Place, definitions: Definitions) -> Neighbours:
    """The group and the owners that all assets of the same file have, or of the same folder for a new file."""
    beside = [asset for asset in definitions["assets"] if asset["materializable"] and _is_beside(asset, place)]
    groups = {asset["group"] for asset in beside}
    owners = {tuple(asset["owners"]) for asset in beside}
    group = groups.pop() if len(groups) == 1 else "default"
    # Who sets the group of all that it loads does not allow another one.
    return Neighbours(
        None if place.is_grouped or group == "default" else group, owners.pop() if len(owners) == 1 else ()
    )


def _is_beside(asset: Asset, place: Place) -> bool:
    at = asset["defined_at"]
    if at is None:
        return False
    if place.module is None:
        return os.path.dirname(at["file"]) == os.path.dirname(place.path)
    return at["file"] == place.path
