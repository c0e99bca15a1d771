"""Why something failed, from Dagster's serialised errors: the user's own frame, type and message."""

import linecache
import os
import re
from collections.abc import Callable
from typing import TypedDict

from .dagster_run_api import SerializableErrorInfo
from .project import Project
from .protocol import SourceLocation

_FRAME = re.compile(r'\s*File "(?P<file>[^"]+)", line (?P<line>\d+)')
_WRAPPERS = frozenset({"HookExecutionError", "RetryRequested", "RetryRequestedFromPolicy"})
_WORKER_CRASH = "ChildProcessCrashException"
# What Dagster's event says of a worker that has died: its error does not say it.
_DEATH = re.compile(r"terminated by signal (?P<signal>\d+) \((?P<name>\w+)\)|exited with code (?P<code>-?\d+)")
_INTERRUPTIONS = frozenset({"DagsterExecutionInterruptedError", "KeyboardInterrupt"})


class Failure(TypedDict):
    """Why something failed; the Java record of the same name tells each field."""

    type: str
    message: str
    at: SourceLocation | None
    stack: str | None


class FailureReader:
    """Reads errors for a project: frames in its files are the user's own.

    ``is_cancelled`` tells whether an interrupt is the plugin's; else it is the user code's own.
    """

    def __init__(self, project: Project, is_cancelled: Callable[[], bool]) -> None:
        self._project = project
        self._is_cancelled = is_cancelled

    def read(self, error: SerializableErrorInfo | None, fallback: str) -> Failure:
        """The failure; without an error, the fallback is its message."""
        if error is None:
            return {"type": "Failure", "message": fallback, "at": None, "stack": None}
        root = _root(error)
        name = root.cls_name or "Error"
        return {
            "type": name,
            "message": self._message(root, name) or fallback,
            "at": self._user_place(root) or self._user_place(error),
            "stack": self._stack(root) + _causes(root),
        }

    def _message(self, error: SerializableErrorInfo, name: str) -> str:
        """The message without the class name that Python prints before it."""
        text: str = error.message.strip()
        prefix = re.match(rf"(?:[\w.]+\.)?{re.escape(name)}(?::\s*|$)", text)
        said = text[prefix.end() :] if prefix else text
        if name not in _INTERRUPTIONS:
            return said
        if self._is_cancelled():
            return "Interrupted, because the run was cancelled"
        return said or "raised by the pipeline's own code; nobody has interrupted the build"

    def _user_place(self, error: SerializableErrorInfo) -> SourceLocation | None:
        for frame in reversed(error.stack):
            found = _FRAME.match(frame)
            if found and self._project.owns(found["file"]):
                line = int(found["line"])
                linecache.checkcache(found["file"])
                source = linecache.getline(found["file"], line).strip()
                return {"file": os.path.abspath(found["file"]), "line": line, "source": source or None}
        return None

    def _stack(self, error: SerializableErrorInfo) -> str:
        """The frames from the user's first one on, then what stands before it: Dagster's own."""
        frames = list(error.stack)
        first = next((i for i, frame in enumerate(frames) if self._is_users_frame(frame)), 0)
        head = "".join(_lines(frames[first:])) + f"{error.message.rstrip()}\n"
        before = "".join(_lines(frames[:first]))
        return head + (f"called from:\n{before}" if before else "")

    def _is_users_frame(self, frame: str) -> bool:
        found = _FRAME.match(frame)
        return found is not None and self._project.owns(found["file"])


def _lines(frames: list[str]) -> list[str]:
    return [frame if frame.endswith("\n") else frame + "\n" for frame in frames]


def _root(error: SerializableErrorInfo) -> SerializableErrorInfo:
    """Past Dagster's wrappers, but not past an error that user code raised from another one."""
    while error.cause is not None and _wraps(error):
        error = error.cause
    return error


def _wraps(error: SerializableErrorInfo) -> bool:
    name = error.cls_name or ""
    return name in _WRAPPERS or (name.startswith("Dagster") and name.endswith("Error"))


def is_death_of_worker(error: SerializableErrorInfo) -> bool:
    """Whether it stands for a worker process that has died, which is all that such an error says."""
    return bool(error.cls_name == _WORKER_CRASH)


def death_of_worker(event_message: str) -> Failure:
    """How the worker process of a step has died, from what Dagster's event about it says."""
    how = _DEATH.search(event_message)
    if how is None:
        message = "its process died"
    elif how["code"] is not None:
        message = f"its process ended with exit code {how['code']}"
    else:
        message = f"its process was killed by signal {how['signal']} ({how['name']})"
        if how["name"] == "SIGKILL":
            message += ", as the system does when memory runs out"
    return {"type": "Crash", "message": message, "at": None, "stack": None}


def _causes(error: SerializableErrorInfo) -> str:
    text = ""
    for label, other in (("caused by", error.cause), ("raised while handling", error.context)):
        if other is not None:
            text += f"{label}:\n{''.join(_lines(list(other.stack)))}{other.message.rstrip()}\n"
    return text
