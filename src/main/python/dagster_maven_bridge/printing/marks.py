"""Marks between what is printed: they say which step begins, and when none is under way any more.

They go the way of what is printed, so that the two cannot overtake each other; the plugin takes them out again.
"""

import json
import os
import sys
from typing import Any

MARK = "\x1edagster-maven-plugin step "
"""How a mark begins, up to the end of its line; user code may not have ended its own line before."""

_BEGIN = frozenset({"STEP_START", "STEP_RESTARTED"})
_END = frozenset({"STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED", "STEP_UP_FOR_RETRY"})

_descriptor: int | None = None


def write_marks_to(descriptor: int) -> None:
    """Where this process prints to, whatever user code does with its standard output and error. Without: no marks."""
    global _descriptor
    _descriptor = descriptor


def follow(run_id: str, event: Any) -> None:
    """Marks the beginning and the end of steps that are executed in this process, one at a time."""
    if event.event_type_value in _BEGIN:
        begin(run_id, event.step_key)
    elif event.event_type_value in _END:
        end()


def begin(run_id: str, step: str | None) -> None:
    """Marks that a step is under way from here on."""
    _mark({"run_id": run_id, "step": step})


def end() -> None:
    """Marks that no step is under way."""
    _mark({})


def flush_output() -> None:
    """What was printed up to now goes out."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            # User code may have closed or replaced it.
            continue


def _mark(step: dict[str, str | None]) -> None:
    if _descriptor is None:
        return
    flush_output()
    try:
        os.write(_descriptor, f"{MARK}{json.dumps(step)}\n".encode())
    except OSError:
        # Whoever reads has gone.
        return
