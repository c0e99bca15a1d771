"""Runs: what of a request concerns this code location, and runs that another process left open."""

from typing import Any, TypedDict

from ..dispatch import operation, plan_of
from ..instance import instance_of
from ..protocol import FailRunsParameters, PlanResult
from ..runtime import Call


class PlanParameters(TypedDict):
    """``runs.plan``: a request and its operation, one with ``@planned_by``."""

    operation: str
    request: dict[str, Any]


class FailRunsResult(TypedDict):
    """The runs whose end was recorded."""

    run_ids: list[str]


@operation
def fail(call: Call, parameters: FailRunsParameters) -> FailRunsResult:
    """Records the end of runs that a process which is gone has left open; others stay as they are."""
    instance = instance_of(call.session)
    canceled = parameters["status"] == "CANCELED"
    failed = []
    for run_id in parameters["run_ids"]:
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            if canceled:
                instance.report_run_canceled(run, parameters["message"])
            else:
                instance.report_run_failed(run, parameters["message"])
            failed.append(run_id)
    return {"run_ids": failed}


@operation
def plan(call: Call, parameters: PlanParameters) -> PlanResult:
    """What of a request concerns this code location. Nothing is an answer, not an error."""
    return plan_of(parameters["operation"], call, parameters["request"])
