"""Dagster's events of a run as the events of the protocol."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from dagster import AssetCheckKey, AssetKey

from ..diagnosis.failures import Failure, FailureReader, death_of_worker, is_death_of_worker
from ..manifest.metadata import metadata_data
from ..private_api.dagster_run_api import (
    DagsterEvent,
    EventLogEntry,
    ExecutionPlan,
    JobFailureData,
    SerializableErrorInfo,
)
from ..protocol import SourceLocation
from .steps import step_name

Emit = Callable[[str, dict[str, Any]], None]

# Dagster tells so in a log record, and we in an event of each step.
_ABANDONED_STEP = re.compile(r"Dependencies for step \S+ (failed|were not executed)")


class RunEvents:
    """Translates what Dagster says about one run, and remembers what has become of its steps and assets.

    ``explain`` may know better than the error of a step why it failed, and ``place_of`` knows where it is defined.
    """

    def __init__(
        self,
        emit: Emit,
        failures: FailureReader,
        run_id: str,
        blocking_checks: set[tuple[AssetKey, str]],
        explain: Callable[[str, SerializableErrorInfo], str | None],
        place_of: Callable[[str], SourceLocation | None],
    ) -> None:
        self._emit = emit
        self._failures = failures
        self._run_id = run_id
        self._blocking_checks = blocking_checks
        self._explain = explain
        self._place_of = place_of
        self._started: dict[str, float] = {}
        self._ended: dict[str, str] = {}
        self._failed_blocking_checks: dict[str, str] = {}
        self._deaths: dict[str, Failure] = {}
        self.failure: Failure | None = None
        self.materialized: set[tuple[AssetKey, str | None]] = set()
        self.blocked: set[AssetKey] = set()
        self.checks: dict[AssetCheckKey, bool] = {}
        self.failed_checks: set[tuple[str, str]] = set()

    def event(self, event: DagsterEvent, time: float) -> None:
        """Passes on one event; most of Dagster's are of no interest outside."""
        handler = _HANDLERS.get(event.event_type_value)
        if handler is not None:
            handler(self, event, time)

    def record(self, entry: EventLogEntry) -> None:
        """Passes on one log record of user code."""
        if entry.is_dagster_event or _ABANDONED_STEP.search(entry.user_message):
            return
        self._log(entry.step_key, logging.getLevelName(entry.level), entry.user_message, entry.timestamp)

    def tell(self, step: str | None, message: str, time: float) -> None:
        """Tells something of a step that user code has not said."""
        self._log(step, "INFO", message, time)

    def unfinished(self, plan: ExecutionPlan, cancelled: bool) -> None:
        """Tells of each step that was never run, or was under way when the run ended."""
        for step in plan.get_all_steps_in_topo_order():
            if step.key in self._ended or step.key not in plan.step_keys_to_execute:
                continue
            needed = plan.get_all_step_deps().get(step.key, set())
            broken = sorted(key for key in needed if self._ended.get(key) not in (None, "succeeded"))
            if cancelled:
                reason = "the run was cancelled"
            elif broken:
                reason = self._because_of(broken, plan)
            else:
                reason = "the run ended before it"
            self._end(step.key, "was skipped")
            self._emit("step_skipped", {"run_id": self._run_id, "step": step.key, "reason": reason})

    def _because_of(self, broken: list[str], plan: ExecutionPlan) -> str:
        """What went wrong upstream, in the user's words: the names of steps are Dagster's."""
        blocked = next((key for key in broken if key in self._failed_blocking_checks), None)
        if blocked is not None:
            return f"the blocking check {self._failed_blocking_checks[blocked]} failed"
        first = next((key for key in broken if self._ended[key] == "failed"), broken[0])
        return f"its upstream {step_name(plan.get_step_by_key(first))} {self._ended[first]}"

    def _end(self, step: str, how: str) -> None:
        self._ended[step] = how

    def _seconds(self, step: str, time: float) -> float:
        return max(0.0, time - self._started[step]) if step in self._started else 0.0

    def _step_started(self, event: DagsterEvent, time: float) -> None:
        step = _step(event)
        self._started[step] = time
        self._emit("step_started", {"run_id": self._run_id, "step": step, "time": time})

    def _step_succeeded(self, event: DagsterEvent, time: float) -> None:
        step = _step(event)
        self._end(step, "succeeded")
        seconds = event.step_success_data.duration_ms / 1000
        self._emit("step_succeeded", {"run_id": self._run_id, "step": step, "time": time, "seconds": seconds})

    def _step_failed(self, event: DagsterEvent, time: float) -> None:
        step = _step(event)
        self._end(step, "failed")
        data = event.step_failure_data
        given = data.user_failure_data
        metadata = metadata_data(given.metadata) if given is not None else None
        failure = self._failure(step, data.error, event.message or "The step failed", metadata)
        explanation = self._explain(step, data.error) if data.error is not None else None
        if explanation is not None:
            failure = {**failure, "message": explanation}
        self._emit(
            "step_failed",
            {
                "run_id": self._run_id,
                "step": step,
                "time": time,
                "seconds": self._seconds(step, time),
                "failure": failure,
            },
        )

    def _step_skipped(self, event: DagsterEvent, _time: float) -> None:
        step = _step(event)
        self._end(step, "was skipped")
        reason = event.message or "something upstream was skipped"
        self._emit("step_skipped", {"run_id": self._run_id, "step": step, "reason": reason})

    def _step_retried(self, event: DagsterEvent, _time: float) -> None:
        step = _step(event)
        failure = self._failure(step, event.step_retry_data.error, event.message or "The step asked for a retry")
        self._emit("step_retried", {"run_id": self._run_id, "step": step, "failure": failure})

    def _failure(
        self,
        step: str,
        error: SerializableErrorInfo | None,
        fallback: str,
        metadata: Mapping[str, Any] | None = None,
    ) -> Failure:
        if error is not None and is_death_of_worker(error):
            return self._deaths.pop(step, None) or death_of_worker("")
        failure = self._failures.read(error, fallback, metadata)
        if failure["at"] is None and failure["type"].startswith("Dagster"):
            # Found by Dagster when the user's code had returned, as a value of the wrong type.
            failure["at"] = self._place_of(step)
        return failure

    def _materialized(self, event: DagsterEvent, time: float) -> None:
        materialization = event.step_materialization_data.materialization
        self.materialized.add((materialization.asset_key, materialization.partition))
        self._asset("asset_materialized", event, materialization, time)

    def _observed(self, event: DagsterEvent, time: float) -> None:
        self._asset("asset_observed", event, event.asset_observation_data.asset_observation, time)

    def _asset(self, name: str, event: DagsterEvent, what: Any, time: float) -> None:
        self._emit(
            name,
            {
                "run_id": self._run_id,
                "step": event.step_key,
                "asset": what.asset_key.to_user_string(),
                "partition": what.partition,
                "time": time,
                "metadata": metadata_data(what.metadata),
            },
        )

    def _check(self, event: DagsterEvent, time: float) -> None:
        evaluation: Any = event.event_specific_data
        if not evaluation.passed:
            self.failed_checks.add((_step(event), evaluation.severity.value))
        key = AssetCheckKey(evaluation.asset_key, evaluation.check_name)
        blocking = (key.asset_key, key.name) in self._blocking_checks
        self.checks[key] = not blocking or evaluation.passed or evaluation.severity.value != "ERROR"
        if not self.checks[key]:
            self.blocked.add(evaluation.asset_key)
            check = f"{evaluation.check_name} of {evaluation.asset_key.to_user_string()}"
            self._failed_blocking_checks[_step(event)] = check
        self._emit(
            "check_evaluated",
            {
                "run_id": self._run_id,
                "step": event.step_key,
                "asset": evaluation.asset_key.to_user_string(),
                "check": evaluation.check_name,
                # Known from 1.13 on.
                "partition": getattr(evaluation, "partition", None),
                "passed": evaluation.passed,
                "severity": evaluation.severity.value,
                "blocking": blocking,
                "description": evaluation.description,
                "time": time,
                "metadata": metadata_data(evaluation.metadata),
            },
        )

    def _hook_failed(self, event: DagsterEvent, time: float) -> None:
        failure = self._failures.read(event.hook_errored_data.error, event.message or "A hook failed")
        place = f" ({failure['at']['file']}:{failure['at']['line']})" if failure["at"] else ""
        message = f"A hook of the step failed: {failure['type']}: {failure['message']}{place}"
        self._log(event.step_key, "ERROR", message, time)

    def _run_failed(self, event: DagsterEvent, _time: float) -> None:
        data = event.event_specific_data
        if not isinstance(data, JobFailureData):
            self.failure = self._failures.read(None, event.message or "The run failed")
        elif data.error is not None and "failed" not in self._ended.values():
            self.failure = self._failures.read(data.error, event.message or "The run failed")

    def _engine(self, event: DagsterEvent, _time: float) -> None:
        data = event.engine_event_data
        if data.error is not None and is_death_of_worker(data.error):
            # Comes before the failure of the step, or before it is tried again.
            self._deaths[_step(event)] = death_of_worker(event.message or "")
        elif data.error is not None and self.failure is None and event.step_key is None:
            self.failure = self._failures.read(data.error, event.message or "The run failed")

    def _log(self, step: str | None, level: str, message: str, time: float) -> None:
        self._emit(
            "log_record",
            {"run_id": self._run_id, "step": step, "level": level.lower(), "message": message, "time": time},
        )


_HANDLERS: Mapping[str, Callable[[RunEvents, DagsterEvent, float], None]] = {
    "STEP_START": RunEvents._step_started,
    "STEP_RESTARTED": RunEvents._step_started,
    "STEP_SUCCESS": RunEvents._step_succeeded,
    "STEP_FAILURE": RunEvents._step_failed,
    "STEP_SKIPPED": RunEvents._step_skipped,
    "STEP_UP_FOR_RETRY": RunEvents._step_retried,
    "ASSET_MATERIALIZATION": RunEvents._materialized,
    "ASSET_OBSERVATION": RunEvents._observed,
    "ASSET_CHECK_EVALUATION": RunEvents._check,
    "HOOK_ERRORED": RunEvents._hook_failed,
    "ENGINE_EVENT": RunEvents._engine,
    "RESOURCE_INIT_FAILURE": RunEvents._engine,
    "PIPELINE_FAILURE": RunEvents._run_failed,
}


def _step(event: DagsterEvent) -> str:
    return event.step_key or ""
