"""Which process executes a run: what a killed build leaves open in an instance is told from what is under way by it."""

import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster import DagsterRun

OWNER_TAG = ".dagster/maven_process"
"""Names the process in the tags of its runs; Dagster shows no tag that begins so."""


def this_process() -> str:
    """The name of this process, which no other one gets on this machine."""
    return f"{platform.node()} {os.getpid()} {_start_of(os.getpid())}"


def is_gone(owner: str | None) -> bool:
    """Whether a process is known to have ended; False for one of another machine, of which nothing is known."""
    parts = (owner or "").rsplit(" ", 2)
    if len(parts) != 3 or parts[0] != platform.node() or not parts[1].isdigit() or os.name != "posix":
        return False
    if sys.platform == "linux":
        # Another process may have got the same number.
        return _start_of(int(parts[1])) != parts[2]
    try:
        os.kill(int(parts[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def has_been_left(run: "DagsterRun") -> bool:
    """Whether a run is open in the instance, and the process that executed it is gone."""
    return not run.is_finished and is_gone(run.tags.get(OWNER_TAG))


def _start_of(pid: int) -> str:
    """When a process started, in ticks since the machine did; ``-`` when it has ended, and where nobody tells."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            # The name before it may hold blanks and parentheses.
            fields = stat.read().rpartition(b")")[2].split()
    except OSError:
        return "-"
    return "-" if fields[0] in (b"Z", b"X") else fields[19].decode()
