"""Assets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..description import RepositoryDescription
from ..dispatch import operation, planned_by
from ..location_part import assets_here
from ..model import Asset, AssetList, ListAssetsParameters
from ..narrowing import loaded_location, project_of, repositories
from ..run_requests import MaterializeParameters, RunSummary
from ..runtime import Call
from ..selection import select_assets

if TYPE_CHECKING:
    from dagster import AssetKey


@operation
@planned_by(assets_here)
def list_(call: Call, parameters: ListAssetsParameters) -> AssetList:
    """Lists the assets that a selection matches in any of the repositories, or all of them."""
    location = loaded_location(call.session)
    select = parameters["select"]
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    keys: Iterable[set[AssetKey] | None] = [None] * len(chosen)
    if select is not None:
        keys = [matched for _, matched in select_assets([item.definition for item in chosen], select)]
    assets: list[Asset] = []
    for repository, matched in zip(chosen, keys, strict=True):
        assets += RepositoryDescription(location.name, repository, project_of(call.session)).assets(matched)
    return {"assets": assets}


@operation
@planned_by(assets_here)
def materialize(call: Call, parameters: MaterializeParameters) -> RunSummary:
    """Materialises the assets that a selection matches, or all, in dependency order."""
    from ..asset_choice import selected_assets
    from ..execution import RunExecutor
    from ..executors import ExecutorChoice
    from ..instance import instance_of
    from ..materialization import Materialization
    from ..partition_choice import PartitionChoice
    from ..planning import plan_assets
    from ..run_config import RunConfig

    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"])
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    selected = selected_assets(chosen, parameters["select"])
    instance = instance_of(call.session)
    choice = PartitionChoice(parameters["partitions"])
    explicit = parameters["select"] is not None
    materializations = [
        Materialization.prepare(
            repository,
            plan_assets(repository.definition, instance, keys, choice, explicit=explicit),
            config,
            options["tags"],
        )
        for repository, keys in selected
    ]
    location = loaded_location(call.session).name
    planned = [materialization.planned(location) for materialization in materializations]
    call.emit(
        "planned",
        {
            "location": location,
            "runs": [run for part in planned for run in part["runs"]],
            "skipped": [skip for part in planned for skip in part["skipped"]],
        },
    )
    parallelism = options["parallelism"] or call.session.parameters["parallelism"]
    executor = RunExecutor(call, ExecutorChoice(options["executor"], parallelism))
    return {"run_ids": [run for part in materializations for run in part.carry_out(call, executor)]}
