"""Runs: what a request would run here, and runs that another process left open."""

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..dispatch import operation
from ..instance import instance_of
from ..narrowing import loaded_location
from ..problems import platform_error
from ..protocol import FailRunsParameters, PlanResult, Problem
from ..run_requests import ExecuteParameters, MaterializeParameters
from ..runtime import Call, LoadedRepository

if TYPE_CHECKING:
    from dagster import AssetKey


class PlanParameters(TypedDict):
    """``runs.plan``: a run request and its operation."""

    operation: Literal["assets.materialize", "jobs.execute"]
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
    from ..checking import Mismatch, checked

    name = parameters["operation"]
    try:
        declared = MaterializeParameters if name == "assets.materialize" else ExecuteParameters
        request = checked(parameters["request"], declared, name)
    except Mismatch as mismatch:
        raise platform_error("protocol", f"{mismatch}: plugin and bridge do not fit together") from None
    return _plan_assets(call, request) if name == "assets.materialize" else _plan_job(call, request)


def _plan_assets(call: Call, request: MaterializeParameters) -> PlanResult:
    from ..materialization import prepare
    from ..selection import match_assets, unknown_everywhere

    matches: set[str] = set()
    matched: set[str] = set()
    upstream: set[str] = set()
    choices: set[str] = set()
    unmatched: list[list[Problem]] = []
    selected: list[tuple[LoadedRepository, set[AssetKey]]] = []
    for repository in _repositories(call, request["repository"]):
        graph: Any = repository.definition.asset_graph
        choices |= {key.to_user_string() for key in graph.get_all_asset_keys()}
        keys = made = set(graph.materializable_asset_keys)
        if request["select"] is not None:
            keys, problems = match_assets(repository.definition, request["select"])
            unmatched.append(problems)
        matched |= {key.to_user_string() for key in keys}
        matches |= {key.to_user_string() for key in keys & made}
        upstream |= _foreign_parents(repository, keys & made)
        if keys & made:
            selected.append((repository, keys & made))
    # Wrong parameters are told before anything runs, in whichever code location.
    prepared = prepare(request, selected, instance_of(call.session))
    return {
        "matches": sorted(matches),
        "upstream": sorted(upstream - matches),
        "choices": sorted(choices),
        "external": sorted(matched - matches),
        "unmatched": unknown_everywhere(unmatched) + prepared.unmatched,
    }


def _plan_job(call: Call, request: ExecuteParameters) -> PlanResult:
    from ..dagster_run_api import assets_of_job
    from ..job_choice import job_names

    matches: list[str] = []
    upstream: set[str] = set()
    choices: set[str] = set()
    for repository in _repositories(call, request["repository"]):
        names = job_names(repository)
        choices |= set(names)
        found = names if request["job"] is None else [name for name in names if name == request["job"]]
        for name in found:
            keys = assets_of_job(repository.definition.get_job(name))
            upstream |= _foreign_parents(repository, keys)
        matches += found
    return {
        "matches": sorted(set(matches)),
        "upstream": sorted(upstream),
        "choices": sorted(choices),
        "external": [],
        "unmatched": [],
    }


def _foreign_parents(repository: LoadedRepository, keys: Any) -> set[str]:
    graph: Any = repository.definition.asset_graph
    return {
        parent.to_user_string()
        for key in keys
        for parent in graph.get(key).parent_keys
        if not (graph.has(parent) and graph.get(parent).is_materializable)
    }


def _repositories(call: Call, name: str | None) -> list[LoadedRepository]:
    return [item for item in loaded_location(call.session).repositories if name is None or item.name == name]
