"""Which partitions are missing or have failed, as the instance knows it.

Missing is what has never been made, whether it has failed or was never tried: so that a backfill which was killed, or
of which a part failed, goes on. Failed is what the latest run of failed, also when an earlier one had made it. Of a
check, missing is what was made and never evaluated, and failed what did not pass when it was evaluated last.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterInstance, DagsterRunStatus, JobDefinition, RunsFilter

from ..private_api.dagster_partition_api import (
    Definition,
    evaluations,
    failed_partitions,
    has_failed,
    partitions_of_runs,
)
from ..private_api.dagster_run_api import assets_of_job

Status = Callable[[str, Sequence[str]], set[str]]
"""Those of some keys that are ``missing`` or ``failed``."""


def status_of_asset(instance: DagsterInstance, asset: AssetKey, definition: Definition) -> Status:
    """Of a partitioned asset."""

    def of(kind: str, keys: Sequence[str]) -> set[str]:
        if kind == "missing":
            made: set[str] = instance.get_materialized_partitions(asset)
            return set(keys) - made
        return failed_partitions(instance, asset, list(keys), definition)

    return of


def status_of_check(instance: DagsterInstance, check: AssetCheckKey, graph: Any) -> Status:
    """Of a partitioned check."""

    def of(kind: str, keys: Sequence[str]) -> set[str]:
        evaluated, failed = _ends(instance, check)
        if kind == "failed":
            return {key for key in keys if key in failed}
        wanted = set(keys)
        if graph.get(check.asset_key).is_materializable:
            wanted &= instance.get_materialized_partitions(check.asset_key)
        return {key for key in wanted if key not in evaluated}

    return of


def is_check(kind: str, instance: DagsterInstance, check: AssetCheckKey, graph: Any) -> bool:
    """Whether an unpartitioned check is missing or has failed."""
    evaluated, failed = _ends(instance, check, of_all=True)
    if kind == "failed":
        return bool(failed)
    made = graph.get(check.asset_key).is_materializable and not is_asset("missing", instance, check.asset_key)
    return not evaluated and (made or not graph.get(check.asset_key).is_materializable)


def _ends(
    instance: DagsterInstance, check: AssetCheckKey, of_all: bool = False
) -> tuple[set[str | None], set[str | None]]:
    """The partitions that were evaluated, and those of which the last evaluation failed; ``None`` stands for all."""
    evaluated: set[str | None] = set()
    last: dict[str | None, bool] = {}
    for partition, ended in evaluations(instance, check):
        key = None if of_all else partition
        if ended != "FAILURE":
            evaluated.add(key)
        last.setdefault(key, ended != "SUCCEEDED")
    return evaluated, {key for key, failed in last.items() if failed}


def is_asset(kind: str, instance: DagsterInstance, asset: AssetKey) -> bool:
    """Whether an unpartitioned asset is missing or has failed."""
    if kind == "missing":
        return instance.get_latest_materialization_event(asset) is None
    return has_failed(instance, asset)


def is_job(kind: str, instance: DagsterInstance, job: JobDefinition) -> bool:
    """Whether a job that is not partitioned is missing or has failed: any of its assets, or its runs without any."""
    assets = assets_of_job(job)
    if assets:
        return any(is_asset(kind, instance, asset) for asset in assets)
    if kind == "missing":
        return not instance.get_runs(RunsFilter(job_name=job.name, statuses=[DagsterRunStatus.SUCCESS]), limit=1)
    latest = instance.get_runs(RunsFilter(job_name=job.name), limit=1)
    return bool(latest) and latest[0].status is DagsterRunStatus.FAILURE


def status_of_job(instance: DagsterInstance, job: JobDefinition, definition: Definition) -> Status:
    """Of a job: of any of its partitioned assets, or of its runs when it has none."""
    assets = sorted(key for key in assets_of_job(job) if job.asset_layer.get(key).is_partitioned)
    if assets:
        return _any_of([status_of_asset(instance, asset, definition) for asset in assets])

    def of(kind: str, keys: Sequence[str]) -> set[str]:
        if kind == "missing":
            done = partitions_of_runs(instance, job.name, [DagsterRunStatus.SUCCESS])
            return set(keys) - {key for key, _ in done}
        latest = partitions_of_runs(instance, job.name)
        return {key for key, status in latest if status is DagsterRunStatus.FAILURE} & set(keys)

    return of


def _any_of(statuses: Iterable[Status]) -> Status:
    known = list(statuses)

    def of(kind: str, keys: Sequence[str]) -> set[str]:
        return set().union(*(status(kind, keys) for status in known))

    return of
