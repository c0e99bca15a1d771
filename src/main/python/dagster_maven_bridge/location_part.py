"""What of a request concerns this code location; see ``dispatch.planned_by``."""

from typing import TYPE_CHECKING, Any

from .model import ListAssetsParameters
from .narrowing import loaded_location, project_of
from .protocol import PlanResult, Problem
from .run_requests import ExecuteParameters, MaterializeParameters
from .runtime import Call, LoadedRepository

if TYPE_CHECKING:
    from dagster import AssetKey


def assets_here(call: Call, request: ListAssetsParameters) -> PlanResult:
    """The assets that a selection names here."""
    return _selected(call, request)[0]


def assets_to_run(call: Call, request: MaterializeParameters) -> PlanResult:
    """The assets that a selection names here, with what is wrong with the other parameters for them."""
    from .instance import instance_of
    from .materialization import prepare

    plan, selected = _selected(call, request)
    # Wrong parameters are told before anything runs, in whichever code location.
    prepared = prepare(request, selected, instance_of(call.session), project_of(call.session))
    return {**plan, "unmatched": plan["unmatched"] + prepared.unmatched}


def _selected(
    call: Call, request: MaterializeParameters | ListAssetsParameters
) -> tuple[PlanResult, "list[tuple[LoadedRepository, set[AssetKey]]]"]:
    from .selection import match_assets, unknown_everywhere

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
    plan: PlanResult = {
        "matches": sorted(matches),
        "upstream": sorted(upstream - matches),
        "choices": sorted(choices),
        "external": sorted(matched - matches),
        "unmatched": unknown_everywhere(unmatched),
    }
    return plan, selected


def job_here(call: Call, request: ExecuteParameters) -> PlanResult:
    """The jobs here that a request for one job may mean."""
    from .dagster_run_api import assets_of_job
    from .job_choice import job_names

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
