"""Parts of jobs, kept: with thousands of runs of the same assets, making the part anew would take as long as the runs.

Dagster builds a job for the selected assets each time it is asked, from all assets of the definitions, and describes it
in a snapshot that only a job that is asked twice need not compute twice.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from dagster import AssetCheckKey, AssetKey, JobDefinition

from ..private_api.dagster_run_api import InMemoryJob, execute_in_process_executor

# A request has few: one for each group of assets that run together, and those that a failure upstream leaves of it.
_KEPT = 64


@lru_cache(maxsize=_KEPT)
def part_of(
    job: JobDefinition,
    assets: frozenset[AssetKey] | None = None,
    checks: frozenset[AssetCheckKey] | None = None,
    ops: frozenset[str] = frozenset(),
) -> JobDefinition:
    """What of a job is selected; all of it when neither assets nor ops are."""
    if assets is not None:
        return job.get_subset(asset_selection=assets, asset_check_selection=checks)
    return job.get_subset(op_selection=list(ops)) if ops else job


@lru_cache(maxsize=_KEPT)
def in_process_job(job: JobDefinition) -> "InProcessJob":
    """The job on Dagster's executor that stays in this process and takes no configuration."""
    return InProcessJob(job.with_executor_def(execute_in_process_executor))


class InProcessJob(InMemoryJob):  # type: ignore[misc]
    """A job that is executed by this process, and its parts."""

    def get_subset(
        self,
        *,
        op_selection: Iterable[str] | None = None,
        asset_selection: AbstractSet[AssetKey] | None = None,
        asset_check_selection: AbstractSet[AssetCheckKey] | None = None,
    ) -> InMemoryJob:
        """A part of the job, the same one each time."""
        return InMemoryJob(
            part_of(
                self.get_definition(),
                None if asset_selection is None else frozenset(asset_selection),
                None if asset_check_selection is None else frozenset(asset_check_selection),
                frozenset(op_selection or ()),
            )
        )
