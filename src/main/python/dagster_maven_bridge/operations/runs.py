"""Runs: those the instance keeps, what of a request concerns this code location, those another process left open."""

from typing import Any, TypedDict

from ..definitions.location_part import runs_here
from ..definitions.narrowing import loaded_location, project_of, repositories
from ..dispatch import operation, plan_of, planned_by
from ..instances.instance import existing_instance_of, instance_of, required_instance_of
from ..instances.instance_requests import Change, ConfirmParameters
from ..instances.run_history import RunHistoryEntry, entry_of, filter_of, in_words, run_named
from ..launching.launch_requests import FollowParameters
from ..problems import problem, user_error
from ..protocol import FailRunsParameters, PlanResult
from ..runs.run_requests import RetryParameters, RunSummary
from ..runtime import Call


class PlanParameters(TypedDict):
    """``runs.plan``: a request and its operation, one with ``@planned_by``."""

    operation: str
    request: dict[str, Any]


class FailRunsResult(TypedDict):
    """The runs whose end was recorded."""

    run_ids: list[str]


class ListRunsParameters(TypedDict):
    """``runs.list``: of which job, in which statuses (all when there is none), and how many at most."""

    job: str | None
    statuses: list[str]
    limit: int | None


class RunList(TypedDict):
    """Runs, the newest first."""

    runs: list[RunHistoryEntry]
    no_instance: bool


class DeleteRunParameters(TypedDict):
    """``runs.delete``."""

    run_id: str
    confirmed: bool


class MigrateRunsParameters(TypedDict):
    """``runs.migrate``: the runs of a job that are those of another repository, and the one it is in now."""

    origin: str
    job: str
    location: str
    repository: str
    confirmed: bool


@operation
def list_(call: Call, parameters: ListRunsParameters) -> RunList:
    """Lists the runs of the instance."""
    from ..runs.left_runs import existing_instance_to_look_at

    chosen = filter_of(parameters["job"], parameters["statuses"])
    instance = existing_instance_to_look_at(call.session)
    if instance is None:
        return {"runs": [], "no_instance": True}
    records = instance.get_run_records(filters=chosen, limit=parameters["limit"])
    return {"runs": [entry_of(record) for record in records], "no_instance": False}


@operation
def delete(call: Call, parameters: DeleteRunParameters) -> Change:
    """Deletes a run and its event log."""
    from ..private_api.dagster_instance_api import give_back_places

    instance = required_instance_of(call.session)
    run = run_named(instance, parameters["run_id"])
    if parameters["confirmed"]:
        instance.delete_run(run["run_id"])
        give_back_places(instance, run["run_id"])
    return {"subjects": [in_words(run)], "done": parameters["confirmed"]}


@operation
def wipe(call: Call, parameters: ConfirmParameters) -> Change:
    """Deletes all runs and event logs."""
    instance = existing_instance_of(call.session)
    if instance is None:
        return {"subjects": [], "done": parameters["confirmed"]}
    subjects = [in_words(entry_of(record)) for record in instance.get_run_records()]
    if parameters["confirmed"]:
        # Also without a run: event logs may have been left by runs that were deleted.
        instance.wipe()
    return {"subjects": subjects, "done": parameters["confirmed"]}


@operation
def migrate(call: Call, parameters: MigrateRunsParameters) -> Change:
    """Makes the runs that a job has in another repository runs of the one it is in now."""
    from ..instances.run_history import runs_of_repository
    from ..private_api.dagster_instance_api import move_run, moves_runs, repository_origin

    instance = required_instance_of(call.session)
    if not moves_runs(instance):
        raise user_error(problem("unsupported", "The storage of this instance cannot give a run another repository"))
    [repository] = repositories(call.session, parameters["location"], parameters["repository"])
    origin = repository_origin(loaded_location(call.session), repository.name)
    # Those that are there already are none to migrate.
    same = origin.get_label() == parameters["origin"]
    records = [] if same else runs_of_repository(instance, parameters["job"], parameters["origin"])
    if parameters["confirmed"]:
        for record in records:
            move_run(instance, record.dagster_run, origin)
    return {"subjects": [in_words(entry_of(record)) for record in records], "done": parameters["confirmed"]}


@operation
@planned_by(runs_here)
def retry(call: Call, parameters: RetryParameters) -> RunSummary:
    """Re-executes runs that failed or were cancelled, each from where it stopped."""
    from ..retries.rerunning import carry_out
    from ..retries.retry_choice import chosen_runs
    from ..retries.retrying import Retries
    from ..runs.left_runs import existing_instance_to_look_at
    from ..workers.executors import ExecutorChoice

    if parameters["run_ids"]:
        required_instance_of(call.session)
    instance = existing_instance_to_look_at(call.session)
    if instance is None:
        return {"run_ids": []}
    location = loaded_location(call.session)
    options = parameters["options"]
    prepared = Retries.prepare(
        chosen_runs(instance, parameters),
        location,
        repositories(call.session, parameters["location"], parameters["repository"]),
        options,
        instance,
        project_of(call.session),
        alone=not call.session.is_one_of_several,
    )
    if parameters["run_ids"]:
        prepared.require_here()
        if prepared.elsewhere:
            raise user_error(*prepared.foreign())
    if prepared.retries or prepared.left_out:
        call.emit("planned", prepared.planned(location.name))
    choice = ExecutorChoice.of(options, call.session)
    return {"run_ids": carry_out(call, [prepared.work(call)], choice, options)}


@operation
def follow(call: Call, parameters: FollowParameters) -> RunSummary:
    """Waits for runs that another process executes, and tells what happens in them."""
    from ..launching.following import RunFollower

    RunFollower(call, parameters["run_ids"]).follow(parameters["seconds"])
    return {"run_ids": parameters["run_ids"]}


@operation
def fail(call: Call, parameters: FailRunsParameters) -> FailRunsResult:
    """Records the end of runs that a process which is gone has left open; others stay as they are."""
    from ..runs.run_ends import end_run

    instance = instance_of(call.session)
    cancelled = parameters["status"] == "CANCELED"
    failed = []
    for run_id in parameters["run_ids"]:
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            end_run(instance, run, parameters["message"], cancelled=cancelled)
            failed.append(run_id)
    return {"run_ids": failed}


@operation
def plan(call: Call, parameters: PlanParameters) -> PlanResult:
    """What of a request concerns this code location. Nothing is an answer, not an error."""
    return plan_of(parameters["operation"], call, parameters["request"])
