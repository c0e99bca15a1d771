"""A worker process that executes runs of this code location, one after the other, until its connection ends.

Forked from the fork server, so that Dagster and the definitions are there already (see ``worker``). The instance is
opened here: nothing of it crosses a fork.
"""

import contextlib
import os
import signal
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import FrameType
from typing import Any

from dagster import AssetCheckKey, AssetKey

from ..instances.instance import instance_of
from ..printing.marks import flush_output
from ..private_api.dagster_retry_api import Resumption
from ..private_api.dagster_run_api import ReconstructableRepository, deserialize_value, serialize_value
from ..protocol import ErrorData, OpenParameters
from ..runs.execution import RunExecutor, RunOutcome
from ..runs.run_specs import RunSpec
from ..runtime import Call, LoadedLocation, LoadedRepository, OperationError, Session
from .executors import ExecutorChoice
from .worker import loaded
from .worker_output import redirect_output


@dataclass(frozen=True)
class Setup:
    """What a worker is told when it starts: the session, where the repositories are loaded from, how steps are run."""

    parameters: OpenParameters
    location: str
    repositories: Sequence[str]
    executor: str


@dataclass(frozen=True)
class Order:
    """A run that a worker is to execute: what a ``RunSpec`` says, without definitions."""

    repository: str
    job: str
    run_config: Mapping[str, Any]
    tags: Mapping[str, str]
    partition: str | None
    partitions: Sequence[str]
    assets: Sequence[AssetKey] | None
    op_selection: Sequence[str]
    checks: Sequence[AssetCheckKey]
    resumption: Resumption | None


@dataclass(frozen=True)
class Told:
    """An event of the run that a worker executes."""

    name: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """The end of a run; ``outcome`` is None when the worker had been told to stop before it started."""

    outcome: RunOutcome | None


@dataclass(frozen=True)
class Refused:
    """What was ordered could not be carried out: an error of the whole request."""

    error: ErrorData


class Stop:
    """Told to a worker: cancel the run, and start none any more."""


def setup_of(session: Session, repositories: Sequence[LoadedRepository], executor: str) -> Setup:
    """What the workers of a session are told."""
    assert session.location is not None
    pointers = [serialize_value(repository.reconstructable) for repository in repositories]
    return Setup(session.parameters, session.location.name, pointers, executor)


def order_of(spec: RunSpec) -> Order:
    """A run as a worker is told of it."""
    return Order(
        spec.repository.name,
        spec.job.name,
        dict(spec.run_config),
        dict(spec.tags),
        spec.partition,
        tuple(spec.partitions),
        None if spec.assets is None else tuple(spec.assets),
        tuple(spec.op_selection),
        tuple(spec.checks),
        spec.resumption,
    )


def serve(connection: Connection, output: Connection | None, setup: Setup) -> None:
    """The whole life of a worker process; does not return."""
    code = 1
    with contextlib.suppress(BaseException):
        redirect_output(output)
        _Worker(connection, setup).serve()
        code = 0
    flush_output()
    # Threads that user code has left must not keep the process.
    os._exit(code)


class _Worker:
    def __init__(self, connection: Connection, setup: Setup) -> None:
        self._connection = connection
        self._setup = setup
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._sending = threading.Lock()
        self._switching = threading.Lock()
        self._running = False
        self._session = Session(setup.parameters, opened=True, is_one_of_several=True)
        self._call = Call(self._session, self._tell)

    def serve(self) -> None:
        """Executes runs in the main thread, where a signal can interrupt user code."""
        signal.signal(signal.SIGINT, self._interrupted)
        threading.Thread(target=self._listen, name="bridge", daemon=True).start()
        executor: RunExecutor | None = None
        while (order := self._orders.get()) is not None:
            try:
                if executor is None:
                    executor = self._prepare()
                self._send(Ended(self._execute(executor, order)))
            except OperationError as error:
                self._send(Refused(error.data))
            except BaseException as error:
                self._send(Refused(_unexpected(error)))

    def _prepare(self) -> RunExecutor:
        self._session.location = LoadedLocation(
            self._setup.location, [_repository(pointer) for pointer in self._setup.repositories], None
        )
        instance_of(self._session)
        return RunExecutor(self._call, ExecutorChoice(self._setup.executor, 1))

    def _execute(self, executor: RunExecutor, order: Order) -> RunOutcome | None:
        with self._switching:
            if self._call.cancelled:
                return None
            self._running = True
        try:
            return executor.execute(self._spec(order))
        finally:
            with self._switching:
                self._running = False

    def _spec(self, order: Order) -> RunSpec:
        assert self._session.location is not None
        repository = next(item for item in self._session.location.repositories if item.name == order.repository)
        return RunSpec(
            repository,
            repository.definition.get_job(order.job),
            order.run_config,
            order.tags,
            order.partition,
            order.assets,
            order.op_selection,
            order.checks,
            order.partitions,
            order.resumption,
        )

    def _listen(self) -> None:
        """In a thread of its own: what the bridge tells while a run is executed."""
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                break
            if isinstance(message, Order):
                self._orders.put(message)
            else:
                self._stop()
        self._orders.put(None)

    def _stop(self) -> None:
        with self._switching:
            self._call.cancelled = True
            running = self._running
        if running and self._call.on_cancel is not None:
            try:
                self._call.on_cancel()
            except Exception:
                # This thread must live on: it is the one that sees the end of the connection.
                traceback.print_exc()

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        # A signal that comes when the run has just ended must not hit what follows it.
        if self._running:
            raise KeyboardInterrupt

    def _tell(self, name: str, data: dict[str, Any]) -> None:
        if name == "run_ended":
            # What it has printed is its own as long as it has not ended.
            flush_output()
        self._send(Told(name, data))

    def _send(self, message: object) -> None:
        with self._sending:
            self._connection.send(message)


def _repository(pointer: str) -> LoadedRepository:
    reconstructable = deserialize_value(pointer, ReconstructableRepository)
    definition = loaded(reconstructable)
    return LoadedRepository(definition.name, definition, reconstructable)


def _unexpected(error: BaseException) -> ErrorData:
    from ..problems import problem

    text = str(error).strip().splitlines()
    message = f"A worker process failed: {type(error).__name__}" + (f": {text[0]}" if text else "")
    trace = "".join(traceback.format_exception(error))
    return {"fault": "platform", "problems": [problem("internal", message)], "trace": trace}
