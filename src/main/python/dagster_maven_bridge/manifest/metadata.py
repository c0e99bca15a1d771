"""Metadata as plain data: of definitions, and of what runs report."""

import math
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from dagster import AssetKey, MetadataValue, TimestampMetadataValue

_OF_THE_MACHINE = frozenset({"dagster/code_references"})
"""Absolute paths; the manifest says for itself where things are defined."""

_LONGEST = 2000


def plain_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata as texts, numbers, booleans, lists and maps, sorted by name."""
    kept = {name: value for name, value in sorted(metadata.items()) if name not in _OF_THE_MACHINE}
    return {name: _bounded(value) for name, value in metadata_data(kept).items()} if kept else {}


def _bounded(value: Any) -> Any:
    if isinstance(value, str):
        # What has no text of its own is written with its place in memory.
        text = value.partition(" object at 0x")[0] if " object at 0x" in value else value
        return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    if isinstance(value, Mapping):
        return {name: _bounded(item) for name, item in value.items()}
    return [_bounded(item) for item in value] if isinstance(value, list) else value


def metadata_data(metadata: Mapping[str, MetadataValue[Any]]) -> dict[str, Any]:
    """Metadata as texts, numbers, booleans, lists and maps; a time as ISO 8601 has it."""
    return {name: _data_of(value) for name, value in metadata.items()}


def _data_of(value: Any) -> Any:
    if isinstance(value, TimestampMetadataValue):
        # As a number it would not say what it is.
        return datetime.fromtimestamp(value.value, timezone.utc).isoformat()
    # Tables and references to jobs and runs are their own value: records, told below.
    if isinstance(value, MetadataValue) and value.value is not value:
        return _data_of(value.value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        # JSON has no words for infinity and not-a-number.
        return value if math.isfinite(value) else str(value)
    if isinstance(value, AssetKey):
        return value.to_user_string()
    if isinstance(value, Mapping):
        return {str(key): _data_of(item) for key, item in value.items()}
    fields = getattr(type(value), "_fields", None)
    if isinstance(value, tuple) and fields:
        # By name: Dagster's records are tuples that refuse to be iterated over, and with it _asdict().
        return {name: _data_of(getattr(value, name)) for name in fields}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_data_of(item) for item in value]
    return str(value)
