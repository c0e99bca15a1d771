"""Worker processes that execute runs, several at once, and what becomes of a run whose process dies."""

import multiprocessing
import os
import threading
import time
from dataclasses import dataclass, field
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterInstance

from ..definitions.narrowing import loaded_location
from ..diagnosis.failures import Failure, death_of_process
from ..private_api.dagster_run_api import existing_run
from ..problems import platform_error
from ..runs.execution import RunOutcome, status_of
from ..runs.run_ends import end_run
from ..runs.run_specs import RunSpec
from ..runtime import Call, OperationError, Session
from .run_worker import Ended, Order, Refused, Setup, Stop, Told, order_of, serve
from .worker import can_fork, ensure_fork_server
from .worker_output import WorkerOutput

_SECONDS_TO_END = 5.0


def load_workers(session: Session) -> None:
    """Lets what workers are forked from load, beside whatever this process does until it needs them."""
    if can_fork():
        ensure_fork_server([repository.reconstructable for repository in loaded_location(session).repositories])


@dataclass
class _Worker:
    """A worker process, and what is known of the run that it executes.

    ``is_second`` tells that it took over a run from one that had died before it began; ``status`` how its run has
    ended, once it has told that.
    """

    process: BaseProcess
    connection: Connection
    output: WorkerOutput | None
    is_second: bool = False
    number: int | None = None
    order: Order | None = None
    run_id: str | None = None
    status: str | None = None
    started: float = 0.0
    materialized: set[tuple[AssetKey, str | None]] = field(default_factory=set)
    checks: dict[AssetCheckKey, bool] = field(default_factory=dict)
    failed_checks: set[tuple[str, str]] = field(default_factory=set)


class WorkerProcesses:
    """As many runs at a time as there are workers: a ``run_workers.Runner``.

    Used by the main thread, but for ``stop``.

    A process that dies takes with it the run that it executed; another one takes its place.
    """

    def __init__(self, call: Call, instance: DagsterInstance, setup: Setup, size: int) -> None:
        self._call = call
        self._instance = instance
        self._setup = setup
        self._size = size
        self._context: Any = multiprocessing.get_context("forkserver" if can_fork() else "spawn")
        self._workers: list[_Worker] = []
        # The reader thread stops them.
        self._sending = threading.Lock()
        self._stopped = False

    def __enter__(self) -> "WorkerProcesses":
        load_workers(self._call.session)
        self._call.on_cancel = self.stop
        return self

    def __exit__(self, *_: object) -> None:
        self._call.on_cancel = _nothing
        self._cut_short()
        for worker in self._workers:
            worker.connection.close()
        deadline = time.monotonic() + _SECONDS_TO_END
        for worker in self._workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            self._bury(worker)

    def _cut_short(self) -> None:
        """After an error of the request: ends the runs under way, and records that, whatever their workers do."""
        busy = [worker for worker in self._workers if worker.number is not None]
        if not busy:
            return
        self.stop()
        deadline = time.monotonic() + _SECONDS_TO_END
        while busy and (left := deadline - time.monotonic()) > 0:
            for ready in connections.wait([worker.connection for worker in busy], left):
                worker = next(worker for worker in busy if worker.connection is ready)
                try:
                    message = worker.connection.recv()
                except (EOFError, OSError):
                    message = None
                if isinstance(message, Told):
                    self._pass_on(worker, message)
                else:
                    busy.remove(worker)
                    if message is not None:
                        self._release(worker)
        for worker in self._workers:
            if worker.number is not None:
                self._bury(worker)
                if worker.run_id is not None:
                    self._end_run(worker, death_of_process(worker.process.exitcode))

    def _bury(self, worker: _Worker) -> None:
        """Sees to it that a worker has ended, and tells what it printed last: that may be all that tells why."""
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join(_SECONDS_TO_END)
        if worker.output is not None and not worker.output.pipe.closed:
            worker.output.finish(worker.run_id)
            worker.output.pipe.close()

    def is_free(self) -> bool:
        """See ``Runner``."""
        return len(self._workers) < self._size or any(worker.number is None for worker in self._workers)

    def start(self, number: int, spec: RunSpec) -> None:
        """See ``Runner``."""
        self._give(self._idle_worker() or self._new_worker(), number, order_of(spec))

    def next_end(self) -> tuple[int, RunOutcome | None]:
        """See ``Runner``: passes on the events of all runs meanwhile."""
        while True:
            by_connection = {worker.connection: worker for worker in self._workers if worker.number is not None}
            outputs = {
                worker.output.pipe: worker
                for worker in self._workers
                if worker.output is not None and not worker.output.ended
            }
            for ready in connections.wait([*by_connection, *outputs]):
                if ready in outputs:
                    printing = outputs[ready]
                    assert printing.output is not None
                    printing.output.tell(printing.run_id)
                    continue
                worker = by_connection[ready]  # type: ignore[index]
                try:
                    message = worker.connection.recv()
                except (EOFError, OSError):
                    if (end := self._died(worker)) is not None:
                        return end
                    break
                if isinstance(message, Told):
                    self._pass_on(worker, message)
                elif isinstance(message, Ended):
                    return self._release(worker), message.outcome
                elif isinstance(message, Refused):
                    raise OperationError(**message.error)

    def _idle_worker(self) -> _Worker | None:
        for worker in [worker for worker in self._workers if worker.number is None]:
            if worker.process.is_alive():
                return worker
            # It has died between two runs, of which none is lost by that.
            self._remove(worker)
        return None

    def _give(self, worker: _Worker, number: int, order: Order) -> None:
        worker.number, worker.order, worker.run_id, worker.status = number, order, None, None
        worker.materialized, worker.checks, worker.failed_checks = set(), {}, set()
        self._tell(worker, order)

    def run_ids(self) -> set[str]:
        """See ``Runner``."""
        return {worker.run_id for worker in self._workers if worker.number is not None and worker.run_id is not None}

    def stop(self) -> None:
        """Cancels what is executed. What is ordered from now on is not begun. Callable from any thread."""
        with self._sending:
            self._stopped = True
            workers = list(self._workers)
        for worker in workers:
            self._tell(worker, Stop())

    def _new_worker(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        # Elsewhere a connection is no descriptor: there it prints where this process does.
        printed, prints = self._context.Pipe(duplex=False) if os.name == "posix" else (None, None)
        process = self._context.Process(target=serve, args=(theirs, prints, self._setup), name="run worker")
        process.start()
        # Else the end of the process would not end the connection.
        theirs.close()
        if prints is not None:
            prints.close()
        worker = _Worker(process, ours, None if printed is None else WorkerOutput(printed, self._call.emit))
        with self._sending:
            self._workers.append(worker)
            stopped = self._stopped
        if stopped:
            self._tell(worker, Stop())
        return worker

    def _tell(self, worker: _Worker, message: Order | Stop) -> None:
        with self._sending:
            try:
                worker.connection.send(message)
            except OSError:
                # It has died, which whoever waits for it is told.
                return

    def _pass_on(self, worker: _Worker, told: Told) -> None:
        data = told.data
        match told.name:
            case "run_started":
                worker.run_id, worker.started = data["run_id"], data["time"]
            case "asset_materialized":
                worker.materialized.add((AssetKey.from_user_string(data["asset"]), data["partition"]))
            case "check_evaluated":
                key = AssetCheckKey(AssetKey.from_user_string(data["asset"]), data["check"])
                worker.checks[key] = not data["blocking"] or data["passed"] or data["severity"] != "ERROR"
                if not data["passed"]:
                    worker.failed_checks.add((data["step"] or "", data["severity"]))
            case "run_ended":
                worker.status = data["status"]
                if worker.output is not None:
                    worker.output.finish(worker.run_id)
        self._call.emit(told.name, data)

    def _release(self, worker: _Worker) -> int:
        assert worker.number is not None
        number, worker.number = worker.number, None
        return number

    def _remove(self, worker: _Worker) -> None:
        with self._sending:
            self._workers.remove(worker)
        self._bury(worker)

    def _died(self, worker: _Worker) -> tuple[int, RunOutcome | None] | None:
        """The end of the run of a dead worker; None when it had not begun, and another worker has been given it."""
        worker.process.join(_SECONDS_TO_END)
        self._remove(worker)
        number, order, death = self._release(worker), worker.order, death_of_process(worker.process.exitcode)
        if worker.run_id is not None:
            blocked = {check.asset_key for check, goes_on in worker.checks.items() if not goes_on}
            status = self._end_run(worker, death)
            return number, RunOutcome(
                worker.run_id, status, worker.materialized, blocked, worker.checks, worker.failed_checks
            )
        if self._call.cancelled:
            return number, None
        if order is None or worker.is_second:
            raise platform_error("worker_died", f"A worker process could not be used: {death['message']}")
        # It may have died when it was given the run, of something that the one before it has left.
        other = self._new_worker()
        other.is_second = True
        self._give(other, number, order)
        return None

    def _end_run(self, worker: _Worker, death: Failure) -> str:
        """Records and tells the end of a run whose process has died; returns its status."""
        assert worker.run_id is not None
        if worker.status is not None:
            # It died after its run, of whose end everybody knows.
            return worker.status
        cancelled = self._call.cancelled or self._stopped
        run = existing_run(self._instance, worker.run_id)
        end_run(self._instance, run, None if cancelled else death["message"], cancelled=cancelled)
        status = status_of(self._instance, worker.run_id)
        now = time.time()
        self._call.emit(
            "run_ended",
            {
                "run_id": worker.run_id,
                "status": status,
                "time": now,
                "seconds": now - worker.started,
                "failure": death if status == "FAILURE" else None,
            },
        )
        return status


def _nothing() -> None:
    """No worker is left to be stopped."""
