"""What a worker process prints: a pipe of its own, so that each line can be told with the run that printed it."""

import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

_LONGEST = 65_536


def redirect_output(pipe: Connection | None) -> None:
    """In the worker: whatever it, its native code and its child processes print goes into the pipe."""
    if pipe is not None:
        for descriptor in (1, 2):
            os.dup2(pipe.fileno(), descriptor)
        pipe.close()


def flush_output() -> None:
    """In the worker: what was printed up to now goes into the pipe."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            # User code may have closed or replaced it.
            continue


class WorkerOutput:
    """The end of the pipe in the process that tells what comes out of it."""

    def __init__(self, pipe: Connection, emit: Callable[[str, dict[str, Any]], None]) -> None:
        self.pipe = pipe
        self._emit = emit
        self._rest = b""
        self.ended = False
        os.set_blocking(pipe.fileno(), False)

    def tell(self, run_id: str | None) -> None:
        """Tells the lines that are there, of a run or of none; waits for nothing."""
        while not self.ended:
            try:
                read = os.read(self.pipe.fileno(), _LONGEST)
            except BlockingIOError:
                return
            self.ended = not read
            *lines, self._rest = (self._rest + read).split(b"\n")
            for line in lines:
                self._tell(line, run_id)
            if len(self._rest) > _LONGEST:
                self._tell_rest(run_id)

    def finish(self, run_id: str | None) -> None:
        """Tells the lines that are there, and what was printed without an end of the line."""
        self.tell(run_id)
        if self._rest:
            self._tell_rest(run_id)

    def _tell_rest(self, run_id: str | None) -> None:
        rest, self._rest = self._rest, b""
        self._tell(rest, run_id)

    def _tell(self, line: bytes, run_id: str | None) -> None:
        text = line.removesuffix(b"\r").decode("utf-8", "replace")
        self._emit("output", {"run_id": run_id, "line": text})
