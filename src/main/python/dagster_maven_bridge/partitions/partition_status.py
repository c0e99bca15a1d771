"""Which partitions are missing or have failed, as the instance knows it.

Missing is what has never been made, whether it has failed or was never tried: so that a backfill which was killed, or
of which a part failed, goes on. Failed is what the latest run of failed, also when an earlier one had made it.
"""

from collections.abc import Callable, Iterable, Sequence

from dagster import AssetKey, DagsterInstance, DagsterRunStatus, JobDefinition, RunsFilter

from ..private_api.dagster_partition_api import Definition, failed_partitions, has_failed, partitions_of_runs
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
