"""What the step processes of Dagster's multiprocess executor print: a pipe for each, so that each line is of a step.

In one pipe for all of them, what one prints would part the long lines of another, and with them a secret, of which
nobody would recognise the halves.
"""

import faulthandler
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any

from ..masking import masker_of_environment
from ..printing import marks
from .worker_output import WorkerOutput, redirect_output

_ANOTHER, _END = b"another", b"end"


class StepPipes:
    """Tells what the step processes of a run print, from when it is entered until it is left."""

    def __init__(self, run_id: str, emit: Callable[[str, dict[str, Any]], None]) -> None:
        self._run_id = run_id
        self._emit = emit
        # Of each process our copy of its own end, closed when it is known to have it.
        self._outputs: dict[WorkerOutput, Connection] = {}
        self._lock = threading.Lock()
        self._reader: _Reader | None = None

    def greeting(self) -> "Callable[[], None] | None":
        """What a step process is sent, to be called there first of all; None where a process has no descriptors."""
        if os.name != "posix":
            return None
        printed, prints = Pipe(duplex=False)
        with self._lock:
            self._outputs[WorkerOutput(printed, self._emit)] = prints
        # Most runs have no step processes: they need no thread.
        self._reader = self._reader or _Reader(self._open, self._tell_ready)
        self._reader.look_again()
        return _Greeting(prints)

    def __enter__(self) -> "StepPipes":
        return self

    def __exit__(self, *_: object) -> None:
        if self._reader is not None:
            self._reader.end()
        for output, ours in self._outputs.items():
            ours.close()
            output.finish(self._run_id)
            if output.ended:
                output.pipe.close()
            else:
                _tell_what_is_left(output)

    def catch_up(self) -> None:
        """Tells what has been printed up to now."""
        with self._lock:
            for output, ours in self._outputs.items():
                self._tell(output, ours)

    def _open(self) -> list[Connection]:
        """The pipes that more may come out of. Called by the reader alone: no other thread may close what it reads."""
        with self._lock:
            for output in [output for output in self._outputs if output.ended]:
                output.finish(self._run_id)
                output.pipe.close()
                del self._outputs[output]
            return [output.pipe for output in self._outputs]

    def _tell_ready(self, pipes: list[Connection]) -> None:
        with self._lock:
            for output, ours in self._outputs.items():
                if output.pipe in pipes:
                    self._tell(output, ours)

    def _tell(self, output: WorkerOutput, ours: Connection) -> None:
        if output.tell(self._run_id):
            # The process has its own end by now: with ours, the pipe would not end with it.
            ours.close()


class _Reader:
    """A thread that waits for pipes, until it is told to end."""

    def __init__(self, pipes: Callable[[], list[Connection]], read: Callable[[list[Connection]], None]) -> None:
        self._pipes = pipes
        self._read = read
        self._awake, self._wake = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._wait, name="output of steps", daemon=True)
        self._thread.start()

    def look_again(self) -> None:
        """There is another pipe."""
        self._wake.send_bytes(_ANOTHER)

    def end(self) -> None:
        """Returns when nothing more is read."""
        # Told instead of closed: a process that user code has forked would keep its copy open.
        self._wake.send_bytes(_END)
        self._thread.join()
        self._wake.close()
        self._awake.close()

    def _wait(self) -> None:
        while True:
            ready = wait([self._awake, *self._pipes()])
            if self._awake in ready:
                ready.remove(self._awake)
                if self._awake.recv_bytes() == _END:
                    return
            self._read(ready)  # type: ignore[arg-type]


class _Greeting:
    """Called in a step process: what it prints goes into the pipe, which begins with a mark of its step."""

    def __init__(self, prints: Connection) -> None:
        self._prints = prints

    def __call__(self) -> None:
        from ..private_api.dagster_run_api import follow_step_here

        redirect_output(self._prints)
        faulthandler.enable()
        # Its resources are initialised before the step begins, and are the step's own here.
        follow_step_here(marks.begin, marks.flush_output)
        marks.end()


def _tell_what_is_left(output: WorkerOutput) -> None:
    """What a step has left behind may print for as long as it lives, after the run: it is told without one."""
    rest = WorkerOutput(output.pipe, _print)

    def read() -> None:
        while not rest.ended:
            wait([rest.pipe])
            rest.tell(None)
        rest.finish(None)
        rest.pipe.close()

    threading.Thread(target=read, name="output that is left", daemon=True).start()


def _print(_event: str, data: dict[str, Any]) -> None:
    print(masker_of_environment().text(data["line"]), file=sys.__stderr__, flush=True)
