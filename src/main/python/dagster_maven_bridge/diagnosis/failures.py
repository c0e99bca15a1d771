"""Why something failed, from Dagster's serialised errors: the error, what is behind it, and the user's own frames."""

import linecache
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal, TypedDict

from ..definitions.project import Project
from ..masking import masker_of_environment
from ..private_api.dagster_run_api import SerializableErrorInfo
from ..protocol import SourceLocation
from .exception_groups import members_of, without_members

_FRAME = re.compile(r'\s*File "(?P<file>[^"]+)", line (?P<line>\d+)')
_WRAPPERS = frozenset(
    {
        "HookExecutionError",
        "RetryRequested",
        "RetryRequestedFromPolicy",
        "ScheduleExecutionError",
        "SensorExecutionError",
    }
)
# Dagster writes the errors of wrong configuration out in its message, each with the frames of its own functions.
_WRONG_CONFIGURATION = "DagsterInvalidConfigError"
_FRAMES_IN_MESSAGE = re.compile(r"\n\s*Stack Trace:(?:\n[ \t].*)+")
_WORKER_CRASH = "ChildProcessCrashException"
# What Dagster's event says of a worker that has died: its error does not say it.
_DEATH = re.compile(r"terminated by signal (?P<signal>\d+) \((?P<name>\w+)\)|exited with code (?P<code>-?\d+)")
# What Dagster writes after as much of a message as it keeps, and the variable that says how much that is.
_CUT = " (TRUNCATED)"
_KEPT = "DAGSTER_EVENT_ERROR_FIELD_SIZE_LIMIT"
_USUALLY_KEPT = 500_000
_INTERRUPTIONS = frozenset({"DagsterExecutionInterruptedError", "KeyboardInterrupt"})
_CAUSES_TOLD = 25
# A stack is read for its frames: a long message stands in full beside it.
_MESSAGE_IN_STACK = 2_000

Relation = Literal["cause", "context", "member"]

_INTRODUCTIONS: Mapping[Relation, str] = {"cause": "caused by:\n", "context": "raised while handling:\n"}


class Cause(TypedDict):
    """What is behind a failure; the Java record of the same name tells each field."""

    relation: Relation
    type: str
    message: str
    at: SourceLocation | None


class Failure(TypedDict):
    """Why something failed; the Java record of the same name tells each field."""

    type: str
    message: str
    at: SourceLocation | None
    stack: str | None
    metadata: dict[str, Any]
    causes: list[Cause]


class FailureReader:
    """Reads errors for a project: frames in its files are the user's own.

    ``is_cancelled`` tells whether an interrupt is the plugin's; else it is the user code's own.
    """

    def __init__(self, project: Project, is_cancelled: Callable[[], bool]) -> None:
        self._project = project
        self._is_cancelled = is_cancelled

    def read(
        self, error: SerializableErrorInfo | None, fallback: str, metadata: Mapping[str, Any] | None = None
    ) -> Failure:
        """The failure; without an error, the fallback is its message. An error may have none at all."""
        data = dict(metadata or {})
        if error is None:
            return {"type": "Failure", "message": fallback, "at": None, "stack": None, "metadata": data, "causes": []}
        root = _root(error)
        name = root.cls_name or "Error"
        behind = [] if name in _INTERRUPTIONS else list(islice(_behind(root), _CAUSES_TOLD))
        return {
            "type": name,
            "message": self._message(root, name),
            "at": self._user_place(root) or self._user_place(error),
            "stack": self._stack(root) + "".join(_told(*one) for one in behind),
            "metadata": data,
            "causes": [self._cause(relation, other) for relation, other, _ in behind],
        }

    def _message(self, error: SerializableErrorInfo, name: str) -> str:
        """The message without the class name that Python prints before it."""
        text: str = error.message.strip()
        prefix = re.match(rf"(?:[\w.<>]+\.)?{re.escape(name)}(?::\s*|$)", text)
        said = text[prefix.end() :] if prefix else text
        if _is_cut(error.message):
            said = f"{said.removesuffix(_CUT)}… (cut by Dagster, which keeps what {_KEPT} says)"
        if name == _WRONG_CONFIGURATION:
            said = _FRAMES_IN_MESSAGE.sub("", said).strip()
        if name == "Failure" and said == "None":
            # Dagster's own, whose description was left out.
            return ""
        if name not in _INTERRUPTIONS:
            return said
        if self._is_cancelled():
            return "Interrupted, because the run was cancelled"
        return said or "raised by the pipeline's own code; nobody has interrupted the build"

    def _cause(self, relation: Relation, error: SerializableErrorInfo) -> Cause:
        name = error.cls_name or "Error"
        return {
            "relation": relation,
            "type": name,
            "message": self._message(error, name),
            "at": self._user_place(error),
        }

    def _user_place(self, error: SerializableErrorInfo) -> SourceLocation | None:
        for frame in reversed(without_members(error)):
            found = _FRAME.match(frame)
            if found and self._project.owns(found["file"]):
                line = int(found["line"])
                linecache.checkcache(found["file"])
                source = linecache.getline(found["file"], line).strip()
                return {"file": os.path.abspath(found["file"]), "line": line, "source": source or None}
        return None

    def _stack(self, error: SerializableErrorInfo) -> str:
        """The frames from the user's first one on, then what stands before it: Dagster's own."""
        frames = without_members(error)
        first = next((i for i, frame in enumerate(frames) if self._is_users_frame(frame)), 0)
        head = _lines(frames[first:]) + _clipped(error.message)
        before = _lines(frames[:first])
        return head + (f"called from:\n{before}" if before else "")

    def _is_users_frame(self, frame: str) -> bool:
        found = _FRAME.match(frame)
        return found is not None and self._project.owns(found["file"])


def _is_cut(message: str) -> bool:
    """Whether Dagster has left something out of a message: not whenever one of the user's ends with the same word."""
    return message.endswith(_CUT) and len(message) > int(os.environ.get(_KEPT, _USUALLY_KEPT))


def _lines(frames: list[str]) -> str:
    return "".join(frame if frame.endswith("\n") else frame + "\n" for frame in frames)


def _clipped(message: str) -> str:
    return masker_of_environment().excerpt(message.rstrip(), _MESSAGE_IN_STACK) + "\n"


def _root(error: SerializableErrorInfo) -> SerializableErrorInfo:
    """Past Dagster's wrappers, but not past an error that user code raised from another one."""
    while error.cause is not None and _wraps(error):
        error = error.cause
    return error


def _wraps(error: SerializableErrorInfo) -> bool:
    name = error.cls_name or ""
    return name in _WRAPPERS or (name.startswith("Dagster") and name.endswith("Error"))


def _behind(error: SerializableErrorInfo) -> Iterator[tuple[Relation, SerializableErrorInfo, str]]:
    """What is behind an error, nearest first, each with the line that introduces it in a trace."""
    for member, header in members_of(error):
        yield "member", member, header
    # At most one of them is there: Python's own rule, which "from None" makes use of.
    if error.cause is not None:
        yield "cause", error.cause, _INTRODUCTIONS["cause"]
        yield from _behind(error.cause)
    elif error.context is not None:
        yield "context", error.context, _INTRODUCTIONS["context"]
        yield from _behind(error.context)


def _told(relation: Relation, error: SerializableErrorInfo, introduction: str) -> str:
    """A part of a trace; what introduces the member of a group has its message already."""
    frames = _lines(without_members(error))
    return introduction + frames + ("" if relation == "member" else _clipped(error.message))


def is_death_of_worker(error: SerializableErrorInfo) -> bool:
    """Whether it stands for a worker process that has died, which is all that such an error says."""
    return bool(error.cls_name == _WORKER_CRASH)


def death_of_worker(event_message: str) -> Failure:
    """How the worker process of a step has died, from what Dagster's event about it says."""
    how = _DEATH.search(event_message)
    if how is None:
        return death_of_process(None)
    return death_of_process(int(how["code"]) if how["code"] is not None else -int(how["signal"]))


def death_of_process(code: int | None) -> Failure:
    """How a worker process has died, from its exit code: a negative one is that of a signal, None an unknown one."""
    if code is None:
        message = "its process died"
    elif code >= 0:
        message = f"its process ended with exit code {code}"
    else:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else "unknown"
        message = f"its process was killed by signal {-code} ({name})"
        if name == "SIGKILL":
            message += ", as the system does when memory runs out"
    return {"type": "Crash", "message": message, "at": None, "stack": None, "metadata": {}, "causes": []}
