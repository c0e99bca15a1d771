"""Assets of the loaded code location: materialising them."""

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..dispatch import operation
from ..problems import problem, unknown_name, user_error
from ..runtime import Call, LoadedRepository, OperationError

if TYPE_CHECKING:
    from dagster import AssetKey


class PartitionSelection(TypedDict):
    """Which partitions; see the Java record of the same name."""

    mode: Literal["latest", "keys", "range"]
    keys: list[str]


class RunOptions(TypedDict):
    """How runs are started; see the Java record of the same name."""

    config_files: list[str]
    config_json: str | None
    tags: dict[str, str]
    executor: Literal["auto", "definitions", "in-process", "multiprocess"]
    parallelism: int


class MaterializeParameters(TypedDict):
    """``assets.materialize``; see the Java record ``MaterializeRequest``."""

    select: str | None
    location: str | None
    repository: str | None
    partitions: PartitionSelection
    options: RunOptions


class RunSummary(TypedDict):
    """The runs that were started, in order; what happened in them is told by events."""

    run_ids: list[str]


@operation
def materialize(call: Call, parameters: MaterializeParameters) -> RunSummary:
    """Materialises the assets that a selection matches, or all, in dependency order."""
    from ..execution import RunExecutor
    from ..executors import ExecutorChoice
    from ..instance import instance_of
    from ..materialization import Materialization
    from ..partition_choice import PartitionChoice
    from ..planning import plan_assets
    from ..run_config import RunConfig

    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"])
    repositories = chosen_repositories(call, parameters["repository"])
    selected = _selected(repositories, parameters["select"])
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
    location = call.session.location.name if call.session.location is not None else ""
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


def chosen_repositories(call: Call, name: str | None, *, required: bool = True) -> list[LoadedRepository]:
    """The repositories of the loaded code location, or the one that was named."""
    location = call.session.location
    repositories = location.repositories if location is not None else []
    found = [repository for repository in repositories if name is None or repository.name == name]
    if not found and required and name is not None:
        choices = [repository.name for repository in repositories]
        raise user_error(unknown_name("repository", name, choices, parameter="repository"))
    return found


def _selected(
    repositories: list[LoadedRepository], select: str | None
) -> "list[tuple[LoadedRepository, set[AssetKey]]]":
    """What is selected in each repository. A key that several of them make must be told apart by the user."""
    from ..selection import resolve_assets

    if select is None:
        graphs: list[tuple[LoadedRepository, Any]] = [(item, item.definition.asset_graph) for item in repositories]
        found = [(repository, set(graph.materializable_asset_keys)) for repository, graph in graphs]
    else:
        found = []
        failures: list[OperationError] = []
        for repository in repositories:
            try:
                found.append((repository, resolve_assets(repository.definition, select)))
            except OperationError as error:
                failures.append(error)
        if not found and failures:
            raise _joined(failures)
    _check_unambiguous(found)
    return [(repository, keys) for repository, keys in found if keys]


def _joined(failures: list[OperationError]) -> OperationError:
    """The failure of the first repository, with the choices that any of them offers."""
    first = failures[0].data["problems"]
    for other in failures[1:]:
        for mine, theirs in zip(first, other.data["problems"], strict=False):
            mine["choices"] = sorted({*mine["choices"], *theirs["choices"]})
    return OperationError("user", first, failures[0].data["trace"])


def _check_unambiguous(found: "list[tuple[LoadedRepository, set[AssetKey]]]") -> None:
    makers: dict[AssetKey, list[str]] = {}
    for repository, keys in found:
        graph: Any = repository.definition.asset_graph
        for key in keys:
            if graph.get(key).is_materializable:
                makers.setdefault(key, []).append(repository.name)
    ambiguous = {key: names for key, names in makers.items() if len(names) > 1}
    if ambiguous:
        raise user_error(
            *(
                problem(
                    "ambiguous_name",
                    f"The asset '{key.to_user_string()}' is defined in the repositories {', '.join(sorted(names))}",
                    subject="asset",
                    value=key.to_user_string(),
                    parameter="select",
                    choices=names,
                    remedy="Name one with <repository> (-Ddagster.repository=…).",
                )
                for key, names in sorted(ambiguous.items())
            )
        )
