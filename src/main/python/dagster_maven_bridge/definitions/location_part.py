"""What of a request concerns this code location; see ``dispatch.planned_by``."""

from typing import Any

from ..protocol import PlanResult
from ..runs.run_requests import ExecuteChecksParameters, ExecuteParameters, MaterializeParameters, RetryParameters
from ..runtime import Call, LoadedRepository
from .narrowing import loaded_location, project_of, repositories_here


def part_to_materialize(call: Call, request: MaterializeParameters) -> PlanResult:
    """The assets that run here, and what is wrong with the other parameters for them.

    A selection has been resolved over all code locations by now, so that it names assets that are known here.
    """
    from ..instances.instance import instance_of
    from ..runs.materialization import prepare
    from .asset_choice import listed_assets, runnable_assets
    from .code_hash import code_hashes_of

    repositories = repositories_here(call.session, request["repository"])
    chosen = [(repository, runnable_assets(repository)) for repository in repositories]
    if request["select"] is not None:
        named = {repository.name: keys for repository, keys in listed_assets(repositories, request["select"])}
        chosen = [(repository, keys & named[repository.name]) for repository, keys in chosen]
    selected = [(repository, keys) for repository, keys in chosen if keys]
    matches: set[str] = set()
    checked: set[str] = set()
    upstream: set[str] = set()
    choices: set[str] = set()
    for repository in repositories:
        graph: Any = repository.definition.asset_graph
        choices |= {key.to_user_string() for key in graph.get_all_asset_keys()}
    for repository, keys in selected:
        made = _made(repository, keys)
        matches |= {key.to_user_string() for key in made}
        checked |= {key.to_user_string() for key in keys - made}
        upstream |= _foreign_parents(repository, made)
    # Wrong parameters are told before anything runs, in whichever code location.
    # Also what is up to date now: another location may make what it depends on.
    prepared = prepare(
        request,
        selected,
        instance_of(call.session),
        project_of(call.session),
        code_hashes_of(call.session),
        only_stale=False,
    )
    return {
        "matches": sorted(matches),
        "checked": sorted(checked - matches),
        "upstream": sorted(upstream - matches),
        "choices": sorted(choices),
        "unmatched": prepared.unmatched,
    }


def part_to_check(call: Call, request: ExecuteChecksParameters) -> PlanResult:
    """The assets of which checks run here, or are told to be skipped, and what is wrong with the other parameters."""
    from ..checks.check_runs import prepare_checks
    from ..instances.instance import instance_of

    chosen = repositories_here(call.session, request["repository"])
    executions, unmatched = prepare_checks(request, chosen, instance_of(call.session), project_of(call.session))
    checked = {check.asset_key for each in executions for run in each.runs for check in run.checks}
    checked |= {skip.check.asset_key for each in executions for skip in each.skipped}
    return {
        "matches": [],
        "checked": sorted(asset.to_user_string() for asset in checked),
        "upstream": [],
        "choices": [],
        "unmatched": unmatched,
    }


def job_here(call: Call, request: ExecuteParameters) -> PlanResult:
    """The jobs here that a request for one job may mean."""
    from ..private_api.dagster_run_api import assets_of_job
    from ..runs.job_choice import job_names

    matches: list[str] = []
    upstream: set[str] = set()
    choices: set[str] = set()
    for repository in repositories_here(call.session, request["repository"]):
        names = job_names(repository)
        choices |= set(names)
        found = names if request["job"] is None else [name for name in names if name == request["job"]]
        for name in found:
            keys = assets_of_job(repository.definition.get_job(name))
            upstream |= _foreign_parents(repository, keys)
        matches += found
    return {
        "matches": sorted(set(matches)),
        "checked": [],
        "upstream": sorted(upstream),
        "choices": sorted(choices),
        "unmatched": [],
    }


def runs_here(call: Call, request: RetryParameters) -> PlanResult:
    """The runs to retry that are of this code location, with all that is wrong with them."""
    from ..retries.retry_choice import chosen_runs
    from ..retries.retrying import Retries
    from ..runs.left_runs import existing_instance_to_look_at

    instance = existing_instance_to_look_at(call.session)
    found: PlanResult = {"matches": [], "checked": [], "upstream": [], "choices": [], "unmatched": []}
    if instance is None:
        return found
    location = loaded_location(call.session)
    prepared = Retries.prepare(
        chosen_runs(instance, request),
        location,
        repositories_here(call.session, request["repository"]),
        request["options"],
        instance,
        project_of(call.session),
        alone=not call.session.is_one_of_several,
    )
    if request["run_ids"]:
        prepared.require_here()
        found["unmatched"] = prepared.foreign()
    return {**found, "matches": [retry.parent.run_id for retry in prepared.retries]}


def _foreign_parents(repository: LoadedRepository, keys: Any) -> set[str]:
    graph: Any = repository.definition.asset_graph
    return {
        parent.to_user_string()
        for key in keys
        for parent in graph.get(key).parent_keys
        if not (graph.has(parent) and graph.get(parent).is_materializable)
    }


def _made(repository: LoadedRepository, keys: Any) -> Any:
    graph: Any = repository.definition.asset_graph
    return keys & set(graph.materializable_asset_keys)
