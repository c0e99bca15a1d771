"""The ticks that an instance keeps, as the plugin is told of them."""

from typing import Any, Literal, TypedDict

from ..definitions.project import Project
from ..diagnosis.failures import Failure, FailureReader


class Tick(TypedDict):
    """A tick; see the Java record ``TickList.Tick``. Times are in seconds since 1970."""

    tick_id: int
    status: Literal["STARTED", "SKIPPED", "SUCCESS", "FAILURE"]
    started_at: float
    ended_at: float | None
    run_ids: list[str]
    run_keys: list[str]
    skip_reason: str | None
    error: Failure | None


def tick_of(tick: Any, project: Project) -> Tick:
    """A tick of the schedule storage."""
    data = tick.tick_data
    return {
        "tick_id": tick.tick_id,
        "status": data.status.value,
        "started_at": data.timestamp,
        "ended_at": data.end_timestamp,
        "run_ids": list(data.run_ids),
        "run_keys": [key for key in data.run_keys if key],
        "skip_reason": data.skip_reason or None,
        "error": FailureReader(project, lambda: False).read(data.error, "") if data.error is not None else None,
    }
