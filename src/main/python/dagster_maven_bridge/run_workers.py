"""What executes the runs of a request: this process, one run at a time, or worker processes, several at once."""

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from dagster import AssetCheckKey, AssetKey, DagsterInstance

from .dagster_run_api import existing_run
from .execution import RunExecutor, RunOutcome, RunSpec, plan_of, status_of
from .executors import ExecutorChoice
from .failures import Failure, death_of_process
from .instance import instance_of
from .narrowing import loaded_location
from .problems import platform_error
from .run_limits import RunLimits
from .run_worker import Ended, Order, Refused, Setup, Stop, Told, order_of, serve, setup_of
from .runtime import Call, OperationError
from .step_costs import expected_seconds, workers_pay_for_runs
from .worker import can_fork, ensure_fork_server
from .worker_output import WorkerOutput

_SECONDS_TO_END = 5.0


class Runner(Protocol):
    """Executes runs and tells their ends, in whichever order they come."""

    def is_free(self) -> bool:
        """Whether another run can be started."""

    def start(self, number: int, spec: RunSpec) -> None:
        """Starts a run; its number stands for it when it has ended."""

    def next_end(self) -> tuple[int, RunOutcome | None]:
        """Waits for the end of a run that was started. No outcome: it was cancelled before it began."""

    def run_ids(self) -> set[str]:
        """The runs that are under way, as far as they have begun."""


class ThisProcess:
    """One run at a time, in the main thread of this process."""

    def __init__(self, executor: RunExecutor) -> None:
        self._executor = executor
        self._ended: tuple[int, RunOutcome] | None = None

    def is_free(self) -> bool:
        """See ``Runner``."""
        return self._ended is None

    def start(self, number: int, spec: RunSpec) -> None:
        """See ``Runner``: the run is over when this returns."""
        self._ended = number, self._executor.execute(spec)

    def next_end(self) -> tuple[int, RunOutcome | None]:
        """See ``Runner``."""
        assert self._ended is not None
        ended, self._ended = self._ended, None
        return ended

    def run_ids(self) -> set[str]:
        """See ``Runner``."""
        return set()


@contextmanager
def runner_for(
    call: Call, choice: ExecutorChoice, specs: Sequence[RunSpec], needs: Sequence[set[int]], limits: RunLimits
) -> Iterator[Runner]:
    """What executes these runs, each of which comes after those that it needs.

    Worker processes, when there may be several and the runs are going to be over sooner; else this process, which then
    decides for each run about its steps.
    """
    workers = min(choice.workers(), len(specs), limits.most or len(specs))
    instance = instance_of(call.session)
    if workers > 1 and _may_be_parallel(choice, specs) and _pay(instance, specs, needs, workers):
        setup = setup_of(call.session, loaded_location(call.session).repositories, "in-process")
        with WorkerProcesses(call, instance, setup, workers) as processes:
            yield processes
    else:
        yield ThisProcess(RunExecutor(call, choice))


def _may_be_parallel(choice: ExecutorChoice, specs: Sequence[RunSpec]) -> bool:
    kinds = {
        (spec.repository.name, spec.job.name, tuple(spec.assets or ()), tuple(spec.checks)): spec for spec in specs
    }
    return all(choice.runs_in_worker(spec.job, spec.run_config, plan_of(spec)) for spec in kinds.values())


def _pay(instance: DagsterInstance, specs: Sequence[RunSpec], needs: Sequence[set[int]], workers: int) -> bool:
    known: dict[tuple[str, tuple[AssetKey, ...]], float] = {}
    seconds = []
    for spec in specs:
        assets = tuple(spec.assets or ())
        kind = spec.job.name, assets
        if kind not in known:
            known[kind] = expected_seconds(instance, spec.job, assets)
        seconds.append(known[kind])
    return workers_pay_for_runs(seconds, needs, workers)


@dataclass
class _Worker:
    """A worker process, and what is known of the run that it executes."""

    process: BaseProcess
    connection: Connection
    output: WorkerOutput | None
    number: int | None = None
    run_id: str | None = None
    started: float = 0.0
    materialized: set[tuple[AssetKey, str | None]] = field(default_factory=set)
    checks: dict[AssetCheckKey, bool] = field(default_factory=dict)


class WorkerProcesses:
    """As many runs at a time as there are workers. Used by the main thread, but for ``stop``.

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
        if can_fork():
            repositories = loaded_location(self._call.session).repositories
            ensure_fork_server([repository.reconstructable for repository in repositories])
        self._call.on_cancel = self.stop
        return self

    def __exit__(self, *_: object) -> None:
        self._call.on_cancel = _nothing
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.process.join(_SECONDS_TO_END)
            if worker.process.is_alive():
                worker.process.kill()
            if worker.output is not None:
                worker.output.finish(None)
                worker.output.pipe.close()

    def is_free(self) -> bool:
        """See ``Runner``."""
        return len(self._workers) < self._size or any(worker.number is None for worker in self._workers)

    def start(self, number: int, spec: RunSpec) -> None:
        """See ``Runner``."""
        worker = next((worker for worker in self._workers if worker.number is None), None) or self._new_worker()
        worker.number, worker.run_id, worker.materialized, worker.checks = number, None, set(), {}
        self._tell(worker, order_of(spec))

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
                    return self._died(worker)
                if isinstance(message, Told):
                    self._pass_on(worker, message)
                elif isinstance(message, Ended):
                    return self._release(worker), message.outcome
                elif isinstance(message, Refused):
                    raise OperationError(**message.error)

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
            case "run_ended" if worker.output is not None:
                worker.output.finish(worker.run_id)
        self._call.emit(told.name, data)

    def _release(self, worker: _Worker) -> int:
        assert worker.number is not None
        number, worker.number = worker.number, None
        return number

    def _died(self, worker: _Worker) -> tuple[int, RunOutcome | None]:
        worker.process.join(_SECONDS_TO_END)
        if worker.output is not None:
            # What it printed last may be all that tells why.
            worker.output.finish(worker.run_id)
            worker.output.pipe.close()
        with self._sending:
            self._workers.remove(worker)
        number, death = self._release(worker), death_of_process(worker.process.exitcode)
        if worker.run_id is None:
            if self._call.cancelled:
                return number, None
            raise platform_error("worker_died", f"A worker process could not be used: {death['message']}")
        status = self._end_run(worker, death)
        return number, RunOutcome(worker.run_id, status, worker.materialized, checks=worker.checks)

    def _end_run(self, worker: _Worker, death: Failure) -> str:
        """Records and tells the end of a run whose process has died; returns its status."""
        assert worker.run_id is not None
        run = existing_run(self._instance, worker.run_id)
        if not run.is_finished:
            if self._call.cancelled:
                self._instance.report_run_canceled(run)
            else:
                self._instance.report_run_failed(run, death["message"])
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
