"""Whether a daemon works on an instance: without one nothing is taken from its queue, and nothing ticks."""

import time
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dagster import DagsterInstance

Daemon = Literal["QUEUED_RUN_COORDINATOR", "SCHEDULER", "SENSOR"]

# A daemon tells every half minute that it lives. Dagster takes one for alive that was killed half an hour ago.
_SECONDS_ALIVE = 120


def daemon_lives(instance: "DagsterInstance", daemon: Daemon) -> bool:
    """Whether the daemon of that type was heard of a short while ago."""
    heard = last_heartbeat(instance, daemon)
    return heard is not None and time.time() - heard < _SECONDS_ALIVE


def last_heartbeat(instance: "DagsterInstance", daemon: Daemon) -> float | None:
    """When the daemon of that type was last heard of, in seconds since 1970."""
    any_instance: Any = instance
    heartbeat = any_instance.get_daemon_heartbeats().get(daemon)
    return heartbeat.timestamp if heartbeat is not None else None
