"""Runs: those the instance keeps, what of a request concerns this code location, those another process left open."""

from typing import Any, TypedDict

from ..dispatch import operation, plan_of
from ..instance import instance_of
from ..instance_requests import Change, ConfirmParameters
from ..launch_requests import FollowParameters
from ..protocol import FailRunsParameters, PlanResult
from ..run_history import RunHistoryEntry, entry_of, in_words, run_named
from ..run_requests import RunSummary
from ..runtime import Call


class PlanParameters(TypedDict):
    """``runs.plan``: a request and its operation, one with ``@planned_by``."""

    operation: str
    request: dict[str, Any]


class FailRunsResult(TypedDict):
    """The runs whose end was recorded."""

    run_ids: list[str]


class ListRunsParameters(TypedDict):
    """``runs.list``: how many at most."""

    limit: int | None


class RunList(TypedDict):
    """Runs, the newest first."""

    runs: list[RunHistoryEntry]


class DeleteRunParameters(TypedDict):
    """``runs.delete``."""

    run_id: str
    confirmed: bool


@operation
def list_(call: Call, parameters: ListRunsParameters) -> RunList:
    """Lists the runs of the instance."""
    records = instance_of(call.session).get_run_records(limit=parameters["limit"])
    return {"runs": [entry_of(record) for record in records]}


@operation
def delete(call: Call, parameters: DeleteRunParameters) -> Change:
    """Deletes a run and its event log."""
    instance = instance_of(call.session)
    run = run_named(instance, parameters["run_id"])
    if parameters["confirmed"]:
        instance.delete_run(run["run_id"])
    return {"subjects": [in_words(run)], "done": parameters["confirmed"]}


@operation
def wipe(call: Call, parameters: ConfirmParameters) -> Change:
    """Deletes all runs and event logs."""
    instance = instance_of(call.session)
    subjects = [in_words(entry_of(record)) for record in instance.get_run_records()]
    if parameters["confirmed"]:
        # Also without a run: event logs may have been left by runs that were deleted.
        instance.wipe()
    return {"subjects": subjects, "done": parameters["confirmed"]}


@operation
def follow(call: Call, parameters: FollowParameters) -> RunSummary:
    """Waits for runs that another process executes, and tells what happens in them."""
    from ..following import RunFollower

    RunFollower(call, parameters["run_ids"]).follow(parameters["seconds"])
    return {"run_ids": parameters["run_ids"]}


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
