"""Which process executes a run: what a killed build leaves open in an instance is told from what is under way by it."""

import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster import DagsterRun

OWNER_TAG = ".dagster/maven_process"
"""Names the process in the tags of its runs; Dagster shows no tag that begins so."""

# Fields of /proc/<pid>/stat, from the state on: see proc_pid_stat(5).
_STATE, _PARENT, _START = 0, 1, 19


def this_process() -> str:
    """The name of this process, which no other one gets on this machine."""
    return f"{platform.node()} {os.getpid()} {_start_of(os.getpid())}"


def is_gone(owner: str | None) -> bool:
    """Whether a process is known to have ended; False for one of another machine, of which nothing is known."""
    process = _on_this_machine(owner)
    if process is None or os.name != "posix":
        return False
    pid, start = process
    if sys.platform == "linux":
        # Another process may have got the same number.
        return _start_of(pid) != start
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def is_sibling(owner: str | None) -> bool:
    """Whether a process was started by the same one as this: another one of the same build."""
    process = _on_this_machine(owner)
    if process is None:
        return False
    fields = _told_of(process[0])
    return len(fields) > _START and fields[_START] == process[1] and int(fields[_PARENT]) == os.getppid()


def has_been_left(run: "DagsterRun") -> bool:
    """Whether a run is open in the instance, and the process that executed it is gone."""
    return not run.is_finished and is_gone(run.tags.get(OWNER_TAG))


def _on_this_machine(owner: str | None) -> tuple[int, str] | None:
    """The number and the start of a process; None for one of another machine, and where there is none."""
    parts = (owner or "").rsplit(" ", 2)
    if len(parts) != 3 or parts[0] != platform.node() or not parts[1].isdigit():
        return None
    return int(parts[1]), parts[2]


def _start_of(pid: int) -> str:
    """When a process started, in ticks since the machine did; ``-`` when it has ended, and where nobody tells."""
    fields = _told_of(pid)
    return "-" if not fields or fields[_STATE] in ("Z", "X") else fields[_START]


def _told_of(pid: int) -> list[str]:
    """What Linux tells of a process, from its state on; nothing when there is none, and elsewhere."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            # The name before it may hold blanks and parentheses.
            return stat.read().rpartition(b")")[2].decode().split()
    except OSError:
        return []
