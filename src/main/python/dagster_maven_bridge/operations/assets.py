"""Assets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..definitions import states
from ..definitions.asset_choice import assets_to_run, listed_assets, resolve_over, selected_by
from ..definitions.description import RepositoryDescription
from ..definitions.location_part import part_to_materialize
from ..definitions.narrowing import loaded_location, project_of, repositories
from ..definitions.workspace_graph import nodes_of
from ..dispatch import operation, planned_by
from ..model import (
    Asset,
    AssetList,
    AssetNodes,
    CompleteParameters,
    GraphParameters,
    ListAssetsParameters,
    ResolvedAssets,
    ResolveParameters,
    SelectByStateParameters,
)
from ..problems import user_error
from ..runs.run_requests import MaterializeParameters, RunSummary
from ..runtime import Call

if TYPE_CHECKING:
    from dagster import AssetKey


@operation
def graph(call: Call, parameters: GraphParameters) -> AssetNodes:
    """The assets of this code location, for a selection that is resolved over those of several."""
    name = parameters["repository"]
    chosen = [item for item in loaded_location(call.session).repositories if name is None or item.name == name]
    return {"assets": [node for repository in chosen for node in nodes_of(repository.definition)]}


@operation
def resolve(_call: Call, parameters: ResolveParameters) -> ResolvedAssets:
    """Resolves a selection over the assets of several code locations, wherever they lie."""
    with selected_by(parameters["parameter"]):
        return {"keys": resolve_over(parameters["assets"], parameters["select"], to_run=parameters["to_run"])}


@operation
def select_by_state(_call: Call, parameters: SelectByStateParameters) -> ResolvedAssets:
    """Resolves a selection by what has changed since a baseline, over the assets that the plugin tells."""
    return {"keys": states.select_by_state(parameters["assets"], parameters["select"], parameters["states"])}


@operation
def complete(call: Call, parameters: CompleteParameters) -> ResolvedAssets:
    """The assets of a selection that nobody has written, with those that only run together with some of them."""
    from ..runs.execution_sets import completed

    found = listed_assets(
        repositories(call.session, parameters["location"], parameters["repository"]), parameters["select"]
    )
    keys = {
        key
        for repository, selected in found
        for key in completed(repository.definition.asset_graph, selected, materialized=parameters["materialized"])
    }
    return {"keys": sorted(key.to_user_string() for key in keys)}


@operation
def list_(call: Call, parameters: ListAssetsParameters) -> AssetList:
    """Lists the assets that a selection matches in any of the repositories, or all of them."""
    select = parameters["select"]
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    keys: Iterable[set[AssetKey] | None] = [None] * len(chosen)
    if select is not None:
        keys = [matched for _, matched in listed_assets(chosen, select)]
    assets: list[Asset] = []
    for repository, matched in zip(chosen, keys, strict=True):
        assets += RepositoryDescription(repository, call.session).assets(matched)
    return {"assets": assets}


@operation
@planned_by(part_to_materialize)
def materialize(call: Call, parameters: MaterializeParameters) -> RunSummary:
    """Materialises the assets that a selection matches, or all, in dependency order."""
    from ..definitions.code_hash import code_hashes_of
    from ..private_api.dagster_partition_api import create_partitions
    from ..retries.rerunning import carry_out
    from ..runs.left_runs import instance_to_run_in
    from ..runs.materialization import prepare
    from ..runs.planned_runs import PlannedRuns
    from ..workers.executors import ExecutorChoice
    from ..workers.run_workers import expect_runs

    options = parameters["options"]
    choice = ExecutorChoice.of(options, call.session)
    expect_runs(call, choice, parameters["partitions"])
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    selected = assets_to_run(chosen, parameters["select"])
    instance = instance_to_run_in(call.session)
    prepared = prepare(
        parameters,
        selected,
        instance,
        project_of(call.session),
        code_hashes_of(call.session),
        only_stale=parameters["only_stale"],
    )
    # With several code locations `runs.plan` has asked each of them, and something of it may be for another one.
    if prepared.unmatched and (parameters["location"] is not None or not call.session.is_one_of_several):
        raise user_error(*prepared.unmatched)
    materializations = prepared.materializations
    location = loaded_location(call.session).name
    if parameters["only_stale"] and options["carry_on"] is None:
        judged = [materialization.judged() for materialization in materializations]
        call.emit(
            "judged",
            {
                "location": location,
                "stale": [one for part in judged for one in part["stale"]],
                "up_to_date": [one for part in judged for one in part["up_to_date"]],
            },
        )
    planned = [materialization.planned(location) for materialization in materializations]
    call.emit(
        "planned",
        {
            "location": location,
            "runs": [run for part in planned for run in part["runs"]],
            "skipped": [skip for part in planned for skip in part["skipped"]],
            "nothing_left": next((part["nothing_left"] for part in planned if part["nothing_left"]), None),
        },
    )
    for materialization in materializations:
        create_partitions(instance, materialization.plan.created)
    works = [PlannedRuns(call, part.plan, part.specs) for part in materializations]
    return {"run_ids": carry_out(call, works, choice, options)}
