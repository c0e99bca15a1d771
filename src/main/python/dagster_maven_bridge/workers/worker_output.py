"""What a worker process prints: a pipe of its own, so that each line can be told with the run that printed it."""

import json
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from ..masking import masker_of_environment
from ..printing.marks import MARK, write_marks_to

_LONGEST = 65_536


def redirect_output(pipe: Connection | None) -> None:
    """In the worker: whatever it, its native code and its child processes print goes into the pipe."""
    if pipe is not None:
        for descriptor in (1, 2):
            os.dup2(pipe.fileno(), descriptor)
        write_marks_to(os.dup(pipe.fileno()))
        pipe.close()


class WorkerOutput:
    """The end of the pipe in the process that tells what comes out of it."""

    def __init__(self, pipe: Connection, emit: Callable[[str, dict[str, Any]], None]) -> None:
        self.pipe = pipe
        self._emit = emit
        self._rest = b""
        self._step: str | None = None
        self.ended = False
        self._held = _held_by(pipe.fileno())
        os.set_blocking(pipe.fileno(), False)

    def tell(self, run_id: str | None) -> bool:
        """Tells the lines that are there, of a run or of none; waits for nothing. Whether anything was there.

        No more than a pipe holds: who prints without end prints faster than it is told.
        """
        told = 0
        while not self.ended and told < self._held:
            try:
                read = os.read(self.pipe.fileno(), _LONGEST)
            except BlockingIOError:
                break
            told += len(read) or 1
            self.ended = not read
            *lines, self._rest = (self._rest + read).split(b"\n")
            for line in lines:
                self._tell(line, run_id)
            if len(self._rest) > _LONGEST:
                self._tell_part(run_id)
        return told > 0

    def finish(self, run_id: str | None) -> None:
        """Tells the lines that are there, and what was printed without an end of the line."""
        self.tell(run_id)
        if self._rest:
            self._tell_rest(run_id)

    def _tell_part(self, run_id: str | None) -> None:
        """Of a line that is too long to be told as one; what may be the beginning of a secret waits for the rest."""
        masker = masker_of_environment()
        masked = masker.text(self._rest.decode("utf-8", "surrogateescape"))
        told = max(0, len(masked) - masker.longest)
        self._rest = masked[told:].encode("utf-8", "surrogateescape")
        self._tell(masked[:told].encode("utf-8", "surrogateescape"), run_id)

    def _tell_rest(self, run_id: str | None) -> None:
        rest, self._rest = self._rest, b""
        self._tell(rest, run_id)

    def _tell(self, line: bytes, run_id: str | None) -> None:
        text = line.removesuffix(b"\r").decode("utf-8", "replace")
        printed, mark, step = text.partition(MARK)
        if printed or not mark:
            self._emit("output", {"run_id": run_id, "step": self._step, "line": printed})
        if mark:
            self._step = _step_of(step)


def _held_by(pipe: int) -> int:
    """How many bytes a pipe holds."""
    # Imported here, because Windows has none, where workers have no pipes either.
    import fcntl

    asked = getattr(fcntl, "F_GETPIPE_SZ", None)
    # Where nobody tells: as much as it is at most.
    return fcntl.fcntl(pipe, asked) if asked is not None else _LONGEST


def _step_of(mark: str) -> str | None:
    try:
        told = json.loads(mark)
    except ValueError:
        # Cut off with its process.
        return None
    return told.get("step") if isinstance(told, dict) else None
