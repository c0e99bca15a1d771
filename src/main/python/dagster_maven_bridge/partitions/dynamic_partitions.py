"""Partitions definitions whose partitions an instance keeps, and the changing of those."""

from typing import TYPE_CHECKING, Any, TypedDict

from ..private_api import dagster_api
from ..private_api.dagster_partition_api import dimensions_of, dynamic_name
from ..problems import problem, unknown_name, user_error
from ..protocol import Problem
from ..runtime import LoadedRepository

if TYPE_CHECKING:
    from dagster import DagsterInstance

# Dagster refuses these, and what is not printed, where it checks the keys that a sensor asks for.
_RESERVED = "..."


class DynamicDefinition(TypedDict):
    """A dynamic partitions definition with the assets and jobs that have its partitions as their own."""

    name: str
    location: str
    repository: str
    assets: list[str]
    jobs: list[str]


def dynamic_definitions(location: str, repository: LoadedRepository) -> list[DynamicDefinition]:
    """The dynamic partitions definitions of a repository, by name; also such as are one of several dimensions."""
    found: dict[str, DynamicDefinition] = {}

    def definition(name: str) -> DynamicDefinition:
        empty: DynamicDefinition = {
            "name": name,
            "location": location,
            "repository": repository.name,
            "assets": [],
            "jobs": [],
        }
        return found.setdefault(name, empty)

    graph: Any = repository.definition.asset_graph
    for node in sorted(graph.asset_nodes, key=lambda node: str(node.key.to_user_string())):
        for name in _names_in(node.partitions_def):
            users = definition(name)["assets"]
            if name == dynamic_name(node.partitions_def):
                users.append(node.key.to_user_string())
    for job in sorted(dagster_api.public_jobs(repository.definition), key=lambda job: str(job.name)):
        for name in _names_in(job.partitions_def):
            users = definition(name)["jobs"]
            if name == dynamic_name(job.partitions_def):
                users.append(job.name)
    return [found[name] for name in sorted(found)]


def _names_in(definition: Any) -> list[str]:
    names = [name for dimension in dimensions_of(definition) for name in _names_in(dimension.definition)]
    own = dynamic_name(definition)
    return names if own is None else [*names, own]


def add_partitions(instance: "DagsterInstance", name: str, keys: list[str]) -> tuple[list[str], list[str]]:
    """Adds partitions; returns the keys that are new and those that were there. One that cannot be one is an error."""
    problems = [found for key in keys if (found := flaw_of_key(key, "partitions")) is not None]
    if problems:
        raise user_error(*problems)
    known = set(instance.get_dynamic_partitions(name))
    wanted = list(dict.fromkeys(keys))
    added = [key for key in wanted if key not in known]
    if added:
        instance.add_dynamic_partitions(name, added)
    return added, [key for key in wanted if key in known]


def flaw_of_key(key: str, parameter: str) -> Problem | None:
    """Why a key cannot be that of a new partition; None when it can."""
    reserved = _RESERVED in key
    if key and not reserved and key.isprintable():
        return None
    why = "it contains '...', which stands between the ends of a range" if reserved else "it is not printable text"
    return problem(
        "invalid_parameter",
        f"'{key}' cannot be a partition: {why if key else 'it is empty'}",
        subject="partition",
        value=key,
        parameter=parameter,
    )


def delete_partitions(
    instance: "DagsterInstance", name: str, keys: list[str], assets: list[str], *, confirmed: bool
) -> list[str]:
    """Deletes partitions, or tells which would be; a key that is not there is an error, and nothing is deleted."""
    from dagster import AssetKey

    known = instance.get_dynamic_partitions(name)
    unknown = [
        {
            **unknown_name("partition", key, known, parameter="partitions"),
            "message": f"The partitions definition '{name}' has no partition '{key}'",
        }
        for key in keys
        if key not in known
    ]
    if unknown:
        raise user_error(*unknown)  # type: ignore[arg-type]
    wanted = list(dict.fromkeys(keys))
    made = {asset: instance.get_materialized_partitions(AssetKey.from_user_string(asset)) for asset in assets}
    if confirmed:
        for key in wanted:
            instance.delete_dynamic_partition(name, key)
    makers = {key: [asset for asset, materialized in made.items() if key in materialized] for key in wanted}
    return [_in_words(f"{key} of {name}", makers[key]) for key in wanted]


def _in_words(partition: str, makers: list[str]) -> str:
    return f"{partition} (what is materialised of it stays: {', '.join(makers)})" if makers else partition
