"""Runs that another process executes: waited for, and told about as if they were executed here."""

import time
from collections.abc import Sequence
from typing import Any

from dagster import AssetKey, DagsterInstance, DagsterRun, DagsterRunStatus

from ..definitions.narrowing import project_of
from ..diagnosis.failures import Failure, FailureReader
from ..instances.daemons import daemon_lives
from ..instances.instance import instance_of
from ..private_api.dagster_launch_api import location_of, queues_runs, runs_below_its_code_server, stored_plan
from ..private_api.dagster_run_api import PARTITION_NAME_TAG, existing_run, log_records
from ..runs.run_events import RunEvents
from ..runs.steps import blocking_checks, planned_run, planned_steps
from ..runtime import Call, Session

_SECONDS_BETWEEN_POLLS = 0.2
_SECONDS_BETWEEN_LOOKS_AT_DAEMON = 5.0
_SECONDS_TO_CANCEL = 10.0


class RunFollower:
    """Follows runs of the instance to their end."""

    def __init__(self, call: Call, run_ids: Sequence[str]) -> None:
        self._call = call
        self._instance = instance_of(call.session)
        self._held = runs_below_its_code_server(self._instance)
        self._queued = queues_runs(self._instance)
        failures = FailureReader(project_of(call.session), lambda: call.cancelled)
        self._runs = [_FollowedRun(call, self._instance, run_id, failures) for run_id in run_ids]

    def follow(self, seconds: float | None) -> None:
        """Until all runs have ended, or nobody is there to execute them, or the time is up."""
        for run in self._runs:
            self._call.emit("planned", run.planned())
        deadline = None if seconds is None else time.monotonic() + seconds
        look = time.monotonic() + _SECONDS_BETWEEN_LOOKS_AT_DAEMON
        try:
            while open_runs := self._open_after_reading():
                now = time.monotonic()
                if deadline is not None and now >= deadline:
                    self._leave(
                        open_runs, "Timeout", f"not over after {_words(seconds)} (<timeout> or -Ddagster.timeout)"
                    )
                    return
                if now >= look:
                    look = now + _SECONDS_BETWEEN_LOOKS_AT_DAEMON
                    if self._queued and all(run.is_queued for run in open_runs) and not self._has_daemon():
                        self._leave(open_runs, "NoDaemon", "no Dagster daemon takes it from the queue any more")
                        return
                time.sleep(_SECONDS_BETWEEN_POLLS)
        except KeyboardInterrupt:
            self._leave([run for run in self._runs if not run.ended], "Interrupted", "the build was interrupted")
            raise

    def _has_daemon(self) -> bool:
        return daemon_lives(self._instance, "QUEUED_RUN_COORDINATOR")

    def _open_after_reading(self) -> "list[_FollowedRun]":
        return [run for run in self._runs if not run.read()]

    def _leave(self, runs: "list[_FollowedRun]", kind: str, why: str) -> None:
        """Runs of another process go on; those that are children of this one would be killed with it."""
        if not self._held:
            for run in runs:
                run.leave(kind, f"{why}; the run goes on and was not cancelled")
            return
        any_instance: Any = self._instance
        for run in runs:
            run.because(kind, f"{why}; the run was cancelled, since it cannot outlive the build")
            any_instance.run_coordinator.cancel_run(run.run_id)
        deadline = time.monotonic() + _SECONDS_TO_CANCEL
        while time.monotonic() < deadline and (runs := [run for run in runs if not run.read()]):
            time.sleep(_SECONDS_BETWEEN_POLLS)
        for run in runs:
            run.leave(kind, f"{why}; the run could not be cancelled and ends with the build")


class _FollowedRun:
    """One run, with what has been told of it."""

    def __init__(self, call: Call, instance: DagsterInstance, run_id: str, failures: FailureReader) -> None:
        self.run_id = run_id
        self.ended = False
        self._emit = call.emit
        self._instance = instance
        self._run = existing_run(instance, run_id)
        self._plan = stored_plan(instance, self._run)
        blocking = _blocking_checks(call.session, self._run)
        self._events = RunEvents(call.emit, failures, run_id, blocking, lambda _step, _error: None, lambda _step: None)
        self._cursor: str | None = None
        self._started: float | None = None
        self._reason: Failure | None = None

    @property
    def is_queued(self) -> bool:
        """Whether it is still to be taken from the queue."""
        return self._run.status is DagsterRunStatus.QUEUED

    @property
    def _partitions(self) -> dict[str, Any]:
        key: str | None = self._run.tags.get(PARTITION_NAME_TAG)
        return {"partition": key, "partitions": [] if key is None else [key]}

    def planned(self) -> dict[str, Any]:
        """What it will make."""
        run = {"job": self._run.job_name, **self._partitions, **planned_run(self._plan)}
        return {"location": location_of(self._run), "runs": [run], "skipped": [], "nothing_left": None}

    def read(self) -> bool:
        """Passes on what has happened since the last time; whether the run has ended."""
        if self.ended:
            return True
        # First the status: what is stored after it has been read belongs to the next time.
        self._run = existing_run(self._instance, self.run_id)
        entries, self._cursor = log_records(self._instance, self.run_id, self._cursor)
        for entry in entries:
            event = entry.dagster_event if entry.is_dagster_event else None
            if event is None:
                self._events.record(entry)
                continue
            if event.is_step_event or event.event_type_value == "PIPELINE_START":
                self._start(entry.timestamp)
            self._events.event(event, entry.timestamp)
        if self._run.is_finished:
            self._end()
        return self.ended

    def because(self, kind: str, message: str) -> None:
        """Why it is about to be cancelled."""
        self._reason = _failure(kind, message)

    def leave(self, kind: str, message: str) -> None:
        """Tells that nobody waits for it any more."""
        self._tell_end("FAILURE", _failure(kind, message))

    def _start(self, moment: float) -> None:
        if self._started is None:
            self._started = moment
            self._emit(
                "run_started",
                {
                    "run_id": self.run_id,
                    "location": location_of(self._run),
                    "job": self._run.job_name,
                    **self._partitions,
                    "time": moment,
                    "steps": planned_steps(self._plan),
                },
            )

    def _end(self) -> None:
        if self._run.status is DagsterRunStatus.SUCCESS:
            status = "SUCCESS"
        else:
            status = "CANCELED" if self._run.status is DagsterRunStatus.CANCELED else "FAILURE"
        self._start(time.time())
        self._events.unfinished(self._plan, status == "CANCELED")
        failures = {"FAILURE": self._events.failure, "CANCELED": self._reason}
        self._tell_end(status, failures.get(status))

    def _tell_end(self, status: str, failure: Failure | None) -> None:
        now = time.time()
        self._start(now)
        assert self._started is not None
        self.ended = True
        self._emit(
            "run_ended",
            {
                "run_id": self.run_id,
                "status": status,
                "time": now,
                "seconds": now - self._started,
                "failure": failure,
            },
        )


def _blocking_checks(session: Session, run: DagsterRun) -> set[tuple[AssetKey, str]]:
    """Those of the run's job, when this process has loaded it."""
    if session.location is None or session.location.name != location_of(run):
        return set()
    jobs = [
        repository.definition.get_job(run.job_name)
        for repository in session.location.repositories
        if repository.definition.has_job(run.job_name)
    ]
    return {check for job in jobs for check in blocking_checks(job)}


def _failure(kind: str, message: str) -> Failure:
    return {"type": kind, "message": message, "at": None, "stack": None, "metadata": {}, "causes": []}


def _words(seconds: float | None) -> str:
    assert seconds is not None
    return f"{seconds:g} s"
