"""Keys of several dimensions as people write them: in any order, or by dimension, ``day=2024-01-01|colour=red``."""

import itertools
from collections.abc import Sequence
from typing import Any

from dagster import MultiPartitionsDefinition

_SEPARATOR = "|"


def as_dagster_writes(key: str, definition: Any, keys: Sequence[str]) -> str:
    """The one of the keys that is meant; the key itself when it is one, or when none or several could be."""
    if not isinstance(definition, MultiPartitionsDefinition) or key in keys:
        return key
    parts = [part.strip() for part in key.split(_SEPARATOR)]
    # Dagster sorts the dimensions by name.
    names = sorted(definition.partition_dimension_names)
    named = dict(part.split("=", 1) for part in parts if "=" in part)
    if len(named) == len(parts) and sorted(named) == names:
        return _SEPARATOR.join(named[name] for name in names)
    known = set(keys)
    found = {_SEPARATOR.join(order) for order in itertools.permutations(parts)} & known if len(parts) <= 4 else set()
    return found.pop() if len(found) == 1 else key
