"""The partitions of assets and jobs with what has become of them, as an instance tells it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .multi_partitions import SEPARATOR

if TYPE_CHECKING:
    from dagster import AssetKey, DagsterInstance

Status = Literal["materialized", "succeeded", "failed", "in_progress", "missing"]

_WORST_FIRST: Sequence[Status] = ("in_progress", "failed", "missing", "materialized", "succeeded")

_OF_ASSETS: Mapping[str, Status] = {"MATERIALIZED": "materialized", "FAILED": "failed", "IN_PROGRESS": "in_progress"}

_OF_RUNS: Mapping[str, Status | None] = {"SUCCESS": "succeeded", "FAILURE": "failed", "CANCELED": None}
"""What a job's last run says of a partition; a cancelled one says nothing, one in another status is under way."""


class Partition(TypedDict):
    """A partition; ``dimensions`` has the parts of a key of several, ``status`` is None where nothing makes it."""

    key: str
    dimensions: dict[str, str]
    status: Status | None


class PartitionedSubject(TypedDict):
    """What is partitioned; ``counts`` are of all its partitions, ``partitions`` may be the last of them only."""

    kind: Literal["asset", "job", "partitions_definition"]
    name: str
    location: str
    repository: str
    number: int
    counts: dict[Status, int]
    partitions: list[Partition]


def statuses_of_asset(
    instance: "DagsterInstance", asset: "AssetKey", definition: Any, keys: Sequence[str]
) -> dict[str, Status]:
    """What has become of each partition of an asset: as the last attempt at it says."""
    any_instance: Any = instance
    known = any_instance.get_status_by_partition(asset, keys, definition) or {}
    found = {key: _OF_ASSETS[status.value] for key, status in known.items() if status is not None}
    if not found:
        # Dagster keeps no status of definitions of some kinds, as of those that are made of a function.
        found = dict.fromkeys(instance.get_materialized_partitions(asset), "materialized")
    return {key: found.get(key, "missing") for key in keys}


def statuses_of_job(instance: "DagsterInstance", job: Any, keys: Sequence[str]) -> dict[str, Status]:
    """What has become of each partition of a job: of all its partitioned assets, or of its runs when it has none."""
    from dagster import DagsterRunStatus

    from ..private_api.dagster_partition_api import partitions_of_runs
    from ..private_api.dagster_run_api import assets_of_job

    nodes = [job.asset_layer.get(key) for key in assets_of_job(job)]
    if any(node.is_partitioned for node in nodes):
        of_assets = [
            statuses_of_asset(instance, node.key, node.partitions_def, keys) for node in nodes if node.is_partitioned
        ]
        return statuses_of_all(of_assets, keys)
    done = {key for key, _ in partitions_of_runs(instance, job.name, [DagsterRunStatus.SUCCESS])}
    latest = {key: _OF_RUNS.get(status.value, "in_progress") for key, status in partitions_of_runs(instance, job.name)}
    return {key: latest.get(key) or ("succeeded" if key in done else "missing") for key in keys}


def statuses_of_all(statuses: Sequence[Mapping[str, Status]], keys: Sequence[str]) -> dict[str, Status]:
    """Of several assets or jobs with the same partitions the worst status of each; empty without any."""
    if not statuses:
        return {}
    return {key: min((each[key] for each in statuses), key=_WORST_FIRST.index) for key in keys}


def counts_of(keys: Sequence[str], statuses: Mapping[str, Status]) -> dict[Status, int]:
    """How many partitions have which status."""
    counted = Counter(statuses[key] for key in keys if key in statuses)
    return {status: counted[status] for status in reversed(_WORST_FIRST) if counted[status]}


def partitions_of(definition: Any, keys: Sequence[str], statuses: Mapping[str, Status]) -> list[Partition]:
    """Partitions with their status; ``definition`` may have several dimensions."""
    from ..private_api.dagster_partition_api import dimensions_of

    names = [dimension.name for dimension in dimensions_of(definition)]
    return [
        {"key": key, "dimensions": dict(zip(names, key.split(SEPARATOR), strict=False)), "status": statuses.get(key)}
        for key in keys
    ]
