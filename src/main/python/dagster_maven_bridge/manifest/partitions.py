"""Partitions definitions as data."""

import hashlib
from collections.abc import Sequence
from typing import Any

from ..model import Partitions

_MOST_KEYS = 1000
"""How many keys of a definition are listed, which each of thousands of assets may have; a hash tells more of them."""

_TYPES = (
    ("TimeWindowPartitionsDefinition", "time_window"),
    ("StaticPartitionsDefinition", "static"),
    ("MultiPartitionsDefinition", "multi"),
    ("DynamicPartitionsDefinition", "dynamic"),
)


def partitions_of(definition: Any) -> Partitions | None:
    """A partitions definition; None for what is not partitioned."""
    if definition is None:
        return None
    names = {base.__name__ for base in type(definition).__mro__}
    kind = next((word for name, word in _TYPES if name in names), "other")
    described: Partitions = {
        "type": kind,
        "description": str(definition),
        "start": None,
        "end": None,
        "cron": None,
        "timezone": None,
        "format": None,
        "end_offset": None,
        "exclusions": [],
        "keys": [],
        "key_count": None,
        "keys_hash": None,
        "dimensions": [],
        "name": None,
    }
    if kind == "time_window":
        described["start"] = definition.start.isoformat()
        described["end"] = definition.end.isoformat() if definition.end is not None else None
        described["cron"] = definition.cron_schedule
        described["timezone"] = definition.timezone
        described["format"] = definition.fmt
        described["end_offset"] = definition.end_offset
        # Since 1.12.
        described["exclusions"] = sorted(map(str, getattr(definition, "exclusions", None) or ()))
    elif kind == "static":
        keys = definition.get_partition_keys()
        described["key_count"] = len(keys)
        described["keys"] = list(keys[:_MOST_KEYS])
        described["keys_hash"] = _hash_of(keys) if len(keys) > _MOST_KEYS else None
    elif kind == "multi":
        described["dimensions"] = [
            {"name": dimension.name, "partitions": _required(partitions_of(dimension.partitions_def))}
            for dimension in sorted(definition.partitions_defs, key=lambda dimension: str(dimension.name))
        ]
    elif kind == "dynamic":
        described["name"] = definition.name
    return described


def _required(partitions: Partitions | None) -> Partitions:
    assert partitions is not None
    return partitions


def _hash_of(keys: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
