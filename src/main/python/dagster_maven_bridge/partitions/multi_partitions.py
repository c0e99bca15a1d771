"""Keys of several dimensions as people write them: in any order, or by dimension, ``day=2024-01-01|colour=red``."""

import itertools
from collections.abc import Container, Sequence
from typing import Any

from dagster import MultiPartitionsDefinition

SEPARATOR = "|"


def as_dagster_writes(key: str, definition: Any, known: Container[str]) -> str:
    """The one of the keys that is meant; the key itself when it is one, or when none or several could be."""
    if not isinstance(definition, MultiPartitionsDefinition) or key in known:
        return key
    parts = [part.strip() for part in key.split(SEPARATOR)]
    # Dagster sorts the dimensions by name.
    names = sorted(definition.partition_dimension_names)
    named = dict(part.split("=", 1) for part in parts if "=" in part)
    if len(named) == len(parts) and sorted(named) == names:
        return SEPARATOR.join(named[name] for name in names)
    orders = itertools.permutations(parts) if len(parts) <= 4 else ()
    found = {text for text in map(SEPARATOR.join, orders) if text in known}
    return found.pop() if len(found) == 1 else key


def combined(keys: Sequence[Sequence[str]]) -> list[str]:
    """The keys of all combinations of some keys of each dimension, in Dagster's order."""
    return [SEPARATOR.join(parts) for parts in itertools.product(*keys)]
