"""Partitions: their status, and those that an instance keeps."""

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..definitions.narrowing import loaded_location, repositories
from ..dispatch import operation
from ..instances.instance import instance_of, required_instance_of
from ..instances.instance_requests import Change, ConfirmParameters
from ..model import Narrowing
from ..partitions.dynamic_partitions import (
    DynamicDefinition,
    add_partitions,
    delete_partitions,
    dynamic_definitions,
)
from ..partitions.partition_listing import (
    PartitionedSubject,
    Status,
    counts_of,
    partitions_of,
    statuses_of_all,
    statuses_of_asset,
    statuses_of_job,
)
from ..problems import problem, unknown_name, user_error
from ..runtime import Call, LoadedRepository

if TYPE_CHECKING:
    from dagster import AssetKey, DagsterInstance


class ListPartitionsParameters(Narrowing):
    """``partitions.list``; see the Java record ``ListPartitionsRequest``."""

    select: str | None
    job: str | None
    partitions_definition: str | None
    limit: int | None


class PartitionList(TypedDict):
    """What is partitioned, with its partitions."""

    subjects: list[PartitionedSubject]


class DynamicDefinitionList(TypedDict):
    """The dynamic partitions definitions, by repository and name."""

    definitions: list[DynamicDefinition]


class AddPartitionsParameters(TypedDict):
    """``partitions.add``: the name of a dynamic partitions definition, and keys."""

    partitions_definition: str
    keys: list[str]


class AddedPartitions(TypedDict):
    """The keys that are new, and those that were there."""

    added: list[str]
    existing: list[str]


class DeletePartitionsParameters(ConfirmParameters):
    """``partitions.delete``; ``assets`` are those that are partitioned so."""

    partitions_definition: str
    keys: list[str]
    assets: list[str]


@operation
def list_(call: Call, parameters: ListPartitionsParameters) -> PartitionList:
    """Lists the partitions of the selected assets, of a job, of a dynamic definition, or else of all assets."""
    from dagster import DagsterInstance

    from ..runs.left_runs import existing_instance_to_look_at

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    # A question leaves no instance behind: without one nothing has been made, and there are no dynamic partitions.
    instance = existing_instance_to_look_at(call.session) or DagsterInstance.ephemeral()
    listing = _Listing(loaded_location(call.session).name, instance, parameters["limit"])
    if parameters["job"] is not None:
        return {"subjects": listing.of_job(chosen, parameters["job"])}
    if parameters["partitions_definition"] is not None:
        return {"subjects": listing.of_definition(chosen, parameters["partitions_definition"])}
    return {"subjects": listing.of_assets(chosen, parameters["select"])}


@operation
def definitions(call: Call, parameters: Narrowing) -> DynamicDefinitionList:
    """The dynamic partitions definitions that assets and jobs have."""
    location = loaded_location(call.session).name
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    return {"definitions": [found for repository in chosen for found in dynamic_definitions(location, repository)]}


@operation
def add(call: Call, parameters: AddPartitionsParameters) -> AddedPartitions:
    """Adds partitions to a dynamic partitions definition; adding what is there changes nothing."""
    added, existing = add_partitions(instance_of(call.session), parameters["partitions_definition"], parameters["keys"])
    return {"added": added, "existing": existing}


@operation
def delete(call: Call, parameters: DeletePartitionsParameters) -> Change:
    """Deletes partitions of a dynamic partitions definition; what is materialised of them stays."""
    subjects = delete_partitions(
        required_instance_of(call.session),
        parameters["partitions_definition"],
        parameters["keys"],
        parameters["assets"],
        confirmed=parameters["confirmed"],
    )
    return {"subjects": subjects, "done": parameters["confirmed"]}


class _Listing:
    def __init__(self, location: str, instance: "DagsterInstance", limit: int | None) -> None:
        from ..private_api.dagster_partition_api import PartitionView

        self._location = location
        self._instance = instance
        self._limit = limit
        self._view = PartitionView(instance)

    def of_assets(self, chosen: list[LoadedRepository], select: str | None) -> list[PartitionedSubject]:
        """Of those of the selected assets that are partitioned."""
        from ..definitions.asset_choice import listed_assets

        chosen_keys: list[tuple[LoadedRepository, set[AssetKey] | None]] = [(each, None) for each in chosen]
        if select is not None:
            chosen_keys = list(listed_assets(chosen, select))
        return [subject for repository, keys in chosen_keys for subject in self._partitioned(repository, keys)]

    def _partitioned(self, repository: LoadedRepository, keys: "set[AssetKey] | None") -> list[PartitionedSubject]:
        graph: Any = repository.definition.asset_graph
        found: list[PartitionedSubject] = []
        for key in sorted(graph.materializable_asset_keys if keys is None else keys):
            definition = graph.get(key).partitions_def
            if definition is not None:
                partitions = self._view.keys(definition)
                statuses = statuses_of_asset(self._instance, key, definition, partitions)
                found.append(self._subject("asset", key.to_user_string(), repository, definition, partitions, statuses))
        return found

    def of_job(self, chosen: list[LoadedRepository], name: str) -> list[PartitionedSubject]:
        """Of the job of that name."""
        from ..runs.job_choice import choose_job

        repository, job = choose_job(chosen, name)
        if job.partitions_def is None:
            raise user_error(
                problem(
                    "invalid_parameter",
                    f"The job '{name}' is not partitioned",
                    subject="job",
                    value=name,
                    parameter="job",
                    remedy="Name a partitioned one with <job> (-Ddagster.job=…)",
                )
            )
        partitions = self._view.keys(job.partitions_def)
        statuses = statuses_of_job(self._instance, job, partitions)
        return [self._subject("job", name, repository, job.partitions_def, partitions, statuses)]

    def of_definition(self, chosen: list[LoadedRepository], name: str) -> list[PartitionedSubject]:
        """Of the dynamic partitions definition of that name: as far as all assets, or else all jobs, have got."""
        known = [
            (repository, found) for repository in chosen for found in dynamic_definitions(self._location, repository)
        ]
        if all(found["name"] != name for _, found in known):
            choices = [found["name"] for _, found in known]
            raise user_error(unknown_name("partitions definition", name, choices, parameter="partitionsDefinition"))
        partitions = list(self._instance.get_dynamic_partitions(name))
        subjects = []
        for repository, found in known:
            if found["name"] == name:
                statuses = self._overall(repository, found, partitions)
                subjects.append(self._subject("partitions_definition", name, repository, None, partitions, statuses))
        return subjects

    def _overall(
        self, repository: LoadedRepository, found: DynamicDefinition, partitions: list[str]
    ) -> dict[str, Status]:
        from ..private_api.dagster_partition_api import dynamic_name

        graph: Any = repository.definition.asset_graph
        of_assets = [
            statuses_of_asset(self._instance, node.key, node.partitions_def, partitions)
            for node in graph.asset_nodes
            if node.is_materializable and dynamic_name(node.partitions_def) == found["name"]
        ]
        jobs = [repository.definition.get_job(name) for name in found["jobs"] if not of_assets]
        of_jobs = [statuses_of_job(self._instance, job, partitions) for job in jobs]
        return statuses_of_all(of_assets or of_jobs, partitions)

    def _subject(
        self,
        kind: Literal["asset", "job", "partitions_definition"],
        name: str,
        repository: LoadedRepository,
        definition: Any,
        keys: list[str],
        statuses: dict[str, Status],
    ) -> PartitionedSubject:
        return {
            "kind": kind,
            "name": name,
            "location": self._location,
            "repository": repository.name,
            "number": len(keys),
            "counts": counts_of(keys, statuses),
            "partitions": partitions_of(definition, keys if self._limit is None else keys[-self._limit :], statuses),
        }
