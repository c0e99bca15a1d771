"""When and how assets are made: automation conditions, backfill policies and partition mappings, in words."""

from collections.abc import Mapping
from typing import Any

_OPERATORS = {"AND": " AND ", "OR": " OR ", "SINCE": " SINCE "}


def automation_condition_text(condition: Any) -> str | None:
    """A condition by its labels, as ``eager`` or ``on_cron(@daily, UTC) AND NOT missing``; None when there is none."""
    if condition is None:
        return None
    # Dagster's former policies have no more than a text.
    return _written(condition, is_part=False) if hasattr(condition, "children") else str(condition)


def _written(condition: Any, *, is_part: bool) -> str:
    label = condition.get_label() if hasattr(condition, "get_label") else None
    if label:
        return str(label)
    name = str(condition.name or type(condition).__name__)
    parts = [_written(child, is_part=True) for child in condition.children]
    if not parts:
        return name
    if name == "NOT":
        return f"NOT {parts[0]}"
    if name in _OPERATORS:
        text = _OPERATORS[name].join(parts)
        return f"({text})" if is_part and len(parts) > 1 else text
    return f"{name}({', '.join(parts)})"


def backfill_policy_text(policy: Any) -> str | None:
    """``single run``, or how many partitions one run of several makes; None when there is no policy."""
    if policy is None:
        return None
    most = policy.max_partitions_per_run
    return "single run" if most is None else f"{most} {'partition' if most == 1 else 'partitions'} a run"


def partition_mapping_texts(mappings: Mapping[Any, Any]) -> dict[str, str]:
    """The mappings that were given, by the key of the asset upstream."""
    return {
        key.to_user_string(): _mapping_text(mapping) for key, mapping in sorted(mappings.items()) if mapping is not None
    }


def _mapping_text(mapping: Any) -> str:
    text = repr(mapping)
    # Of a class without a text of its own Python would write where it lies in memory.
    return type(mapping).__name__ if " object at 0x" in text else text
