"""One run: created, executed in the main thread, and told about as it goes."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterInstance, DagsterRun, DagsterRunStatus

from ..definitions.job_parts import part_of
from ..definitions.narrowing import project_of
from ..diagnosis.exception_groups import keep_members
from ..diagnosis.failures import FailureReader
from ..diagnosis.step_places import StepPlaces
from ..instances.instance import instance_of
from ..printing import marks
from ..private_api.dagster_run_api import (
    DagsterUnmetExecutorRequirementsError,
    ExecutionPlan,
    capture_interrupts,
    create_run,
    execute_run_iterator,
    existing_run,
    log_records,
    silence_console,
    stop_listening,
)
from ..private_api.dagster_waits_api import waits_that_end
from ..problems import problem, user_error
from ..protocol import Problem
from ..runtime import Call
from ..workers.executors import Execution, ExecutorChoice
from ..workers.step_pipes import StepPipes
from .missing_inputs import MissingInputs
from .pool_waits import PoolWaits
from .run_ends import end_run
from .run_events import RunEvents
from .run_owner import OWNER_TAG, this_process
from .run_specs import RunSpec, plan_of, subset_of
from .steps import blocking_checks, planned_steps

_SECONDS_BETWEEN_POLLS = 0.2


@dataclass
class RunOutcome:
    """What has become of a run: the partitions of assets that it made, and the assets that failed a blocking check.

    ``checks`` are those that were evaluated, each with whether what is downstream of it may go on.
    ``failed_checks`` are the steps in which a check did not pass, and its severity.
    """

    run_id: str
    status: str
    materialized: set[tuple[AssetKey, str | None]] = field(default_factory=set)
    blocked: set[AssetKey] = field(default_factory=set)
    checks: dict[AssetCheckKey, bool] = field(default_factory=dict)
    failed_checks: set[tuple[str, str]] = field(default_factory=set)


class RunExecutor:
    """Executes the runs of one call, one after the other."""

    def __init__(self, call: Call, choice: ExecutorChoice) -> None:
        self._call = call
        self._choice = choice
        self._failures = FailureReader(project_of(call.session), lambda: call.cancelled)
        self._instance = instance_of(call.session)
        self._location = call.session.location.name if call.session.location is not None else ""
        # A cancel between two runs, or while one is prepared, is seen when it is to begin.
        if call.on_cancel is None:
            call.on_cancel = _nothing
        silence_console()
        keep_members()

    def execute(self, spec: RunSpec) -> RunOutcome:
        """Executes a run to its end. What fails in it is told by events; an exception is a fault of this program."""
        subset = subset_of(spec)
        plan = plan_of(spec)
        execution = self._choice.execution(spec.repository, spec.job, spec.run_config, plan, self._instance)
        try:
            run = self._create(spec, execution)
        except DagsterUnmetExecutorRequirementsError as error:
            raise user_error(_needs_one_process(spec.job.name)) from error
        start = time.time()
        self._call.emit("run_started", _run_started(run, self._location, spec, plan, start))
        inputs = MissingInputs(subset, plan, None if spec.is_range else spec.partition, self._instance)
        places = StepPlaces(subset, plan, project_of(self._call.session))
        events = RunEvents(
            self._call.emit, self._failures, run.run_id, blocking_checks(subset), inputs.explanation, places.of
        )
        with self._cancellable(run.run_id) as begin:
            self._run(run, execution, events, begin)
        status = self._settle(run.run_id)
        events.unfinished(plan, status == "CANCELED")
        end = time.time()
        self._call.emit(
            "run_ended",
            {
                "run_id": run.run_id,
                "status": status,
                "time": end,
                "seconds": end - start,
                "failure": events.failure if status == "FAILURE" else None,
            },
        )
        return RunOutcome(run.run_id, status, events.materialized, events.blocked, events.checks, events.failed_checks)

    def _create(self, spec: RunSpec, execution: Execution) -> DagsterRun:
        return create_run(
            self._instance,
            part_of(execution.job.get_definition(), *spec.selection),
            run_config=dict(execution.run_config),
            tags={**spec.job.run_tags, **spec.tags, OWNER_TAG: this_process()},
            op_selection=list(spec.op_selection) or None,
            job_code_origin=spec.repository.reconstructable.get_reconstructable_job(spec.job.name).get_python_origin(),
            resumption=spec.resumption,
        )

    def _run(self, run: DagsterRun, execution: Execution, events: RunEvents, begin: Callable[[], None]) -> None:
        with (
            capture_interrupts(),
            waits_that_end(),
            StepPipes(run.run_id, self._call.emit) as pipes,
            self._records(run.run_id, execution.in_workers, events) as catch_up,
        ):
            execution = execution.printing_into(pipes)
            waits = PoolWaits(self._instance, run.run_id)
            # While the run was prepared there was nothing yet that a cancel could have interrupted.
            if self._call.cancelled:
                return
            try:
                for event in execute_run_iterator(execution.job, run, self._instance):
                    if event.event_type_value == "PIPELINE_START":
                        begin()
                    if event.is_step_event:
                        pipes.catch_up()
                        catch_up()
                    if not execution.in_workers:
                        marks.follow(run.run_id, event)
                    events.event(event, time.time())
                    if (reason := waits.reason(event)) is not None:
                        events.tell(event.step_key, reason, time.time())
            except KeyboardInterrupt:
                if not self._call.cancelled:
                    raise
            finally:
                # A step that was cancelled has not said that it has ended.
                marks.end()

    @contextmanager
    def _records(self, run_id: str, in_workers: bool, events: RunEvents) -> Iterator[Callable[[], None]]:
        """Passes on the log records of user code, wherever it runs; gives what passes on those up to now."""
        if in_workers:
            with _RecordPoller(self._instance, run_id, events) as poller:
                yield poller.read
        else:
            self._instance.add_event_listener(run_id, events.record)
            try:
                yield _nothing
            finally:
                stop_listening(self._instance, run_id)

    @contextmanager
    def _cancellable(self, run_id: str) -> Iterator[Callable[[], None]]:
        """Lets a cancel interrupt the run from when it has begun, which is told by calling what this gives."""
        from ..bridge import interrupt_main_thread

        switching = threading.Lock()
        begun = interrupted = False

        def interrupt() -> None:
            nonlocal interrupted
            with switching:
                # The beginning would overwrite what is reported before it; whoever begins sees the cancel.
                if interrupted or not begun:
                    return
                interrupted = True
            # Without this, Dagster takes the interrupt for a failure.
            run = self._instance.get_run_by_id(run_id)
            if run is not None and not run.is_finished:
                self._instance.report_run_canceling(run)
            interrupt_main_thread()

        def begin() -> None:
            nonlocal begun
            with switching:
                begun = True
            if self._call.cancelled:
                interrupt()

        self._call.on_cancel = interrupt
        try:
            yield begin
        finally:
            self._call.on_cancel = _nothing

    def _settle(self, run_id: str) -> str:
        run = existing_run(self._instance, run_id)
        if run.status is DagsterRunStatus.SUCCESS:
            return "SUCCESS"
        # It may have no end, and a step that was ended before its time may have, or wait for, a place in a pool.
        end_run(self._instance, run, cancelled=self._call.cancelled)
        return status_of(self._instance, run_id)


def status_of(instance: DagsterInstance, run_id: str) -> str:
    """How a run has ended, in the plugin's words."""
    run = existing_run(instance, run_id)
    return "SUCCESS" if run.status is DagsterRunStatus.SUCCESS else _ended(run.status)


def _nothing() -> None:
    """Nothing to do: records have been passed on already, or no user code is there to be interrupted."""


def _ended(status: DagsterRunStatus) -> str:
    return "CANCELED" if status is DagsterRunStatus.CANCELED else "FAILURE"


def _needs_one_process(job: str) -> Problem:
    return problem(
        "invalid_parameter",
        f"The job '{job}' keeps values in memory, where other processes cannot read them",
        subject="executor",
        parameter="executor",
        remedy="Use an IO manager that writes files, or <executor> in-process (-Ddagster.executor=in-process)",
    )


class _RecordPoller:
    """Reads the log records of worker processes from where they store them."""

    def __init__(self, instance: DagsterInstance, run_id: str, events: RunEvents) -> None:
        self._instance = instance
        self._run_id = run_id
        self._events = events
        self._cursor: str | None = None
        self._reading = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._poll, name="log records", daemon=True)

    def __enter__(self) -> "_RecordPoller":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self.read()

    def _poll(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_POLLS):
            self.read()

    def read(self) -> None:
        """Passes on what has been stored since the last time."""
        with self._reading:
            entries, self._cursor = log_records(self._instance, self._run_id, self._cursor)
            for entry in entries:
                self._events.record(entry)


def _run_started(run: DagsterRun, location: str, spec: RunSpec, plan: ExecutionPlan, start: float) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "location": location,
        "job": spec.job.name,
        "partition": spec.partition,
        "partitions": list(spec.partitions),
        "retry_of": spec.resumption.parent.run_id if spec.resumption is not None else None,
        "time": start,
        "steps": planned_steps(plan),
    }
