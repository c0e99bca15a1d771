"""Whether worker processes would make runs shorter: from what they took the last time, as the instance recorded.

A worker pays for itself with steps that work for seconds. Five trivial assets with one fork among them take 0.2 s in
this process and more than 2 s in workers, the first of which waits for the fork server; so a step that was never run
counts as a short one, and a wide plan of unknown steps goes to workers when there are many of them. The same holds for
runs, whose workers live on from one to the next.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dagster import AssetKey, DagsterInstance, DagsterRunStatus, JobDefinition, RunsFilter

from ..private_api.dagster_run_api import ExecutionPlan
from ..runs.needed_runs import NeededRuns, ends_of
from ..runs.steps import step_products

_SECONDS_TO_START_WORKERS = 1.5
_SECONDS_OF_A_WORKER_PER_STEP = 0.3
_SECONDS_OF_AN_UNKNOWN_STEP = 0.5
_SECONDS_OF_AN_UNKNOWN_RUN = 0.5


def workers_pay(
    durations: Mapping[str, float], order: Sequence[str], dependencies: Mapping[str, set[str]], workers: int
) -> bool:
    """Whether a run is over sooner in workers; ``order`` names its steps, each after those that it depends on."""
    ends: dict[str, float] = {}
    for key in order:
        start = max((ends.get(other, 0.0) for other in dependencies.get(key, ())), default=0.0)
        ends[key] = start + durations.get(key, _SECONDS_OF_AN_UNKNOWN_STEP)
    in_process = sum(durations.get(key, _SECONDS_OF_AN_UNKNOWN_STEP) for key in order)
    at_best = max(max(ends.values(), default=0.0), in_process / workers)
    overhead = _SECONDS_TO_START_WORKERS + _SECONDS_OF_A_WORKER_PER_STEP * len(order) / workers
    return at_best + overhead < in_process


def recorded_durations(instance: DagsterInstance, job: JobDefinition, plan: ExecutionPlan) -> dict[str, float]:
    """What the steps of a plan took when they last succeeded, in seconds; unknown steps are missing."""
    keys_by_run: dict[str, list[str]] = {}
    for step in plan.get_all_steps_in_topo_order():
        assets, _ = step_products(step)
        latest = instance.get_latest_materialization_event(min(assets)) if assets else None
        if latest is not None:
            keys_by_run.setdefault(latest.run_id, []).append(step.key)
    if not keys_by_run:
        succeeded = RunsFilter(job_name=job.name, statuses=[DagsterRunStatus.SUCCESS])
        keys = [step.key for step in plan.get_all_steps_in_topo_order()]
        keys_by_run = {run.run_id: keys for run in instance.get_runs(succeeded, limit=1)}
    found: dict[str, float] = {}
    for run_id, keys in keys_by_run.items():
        stats: list[Any] = instance.get_run_step_stats(run_id, keys)
        found |= {stat.step_key: stat.end_time - stat.start_time for stat in stats if stat.start_time and stat.end_time}
    return found


def workers_pay_for_runs(seconds: Sequence[float], needs: NeededRuns, workers: int) -> bool:
    """Whether runs are over sooner in workers; each comes after those that it needs."""
    in_process = sum(seconds)
    at_best = max(max(ends_of(seconds, needs), default=0.0), in_process / workers)
    return at_best + _SECONDS_TO_START_WORKERS < in_process


def expected_seconds(instance: DagsterInstance, job: JobDefinition, assets: Sequence[AssetKey]) -> float:
    """What a run took that made these assets the last time, or of that job; a guess when there was none."""
    if assets:
        latest = instance.get_latest_materialization_event(min(assets))
        record = instance.get_run_record_by_id(latest.run_id) if latest is not None else None
    else:
        succeeded = RunsFilter(job_name=job.name, statuses=[DagsterRunStatus.SUCCESS])
        record = next(iter(instance.get_run_records(succeeded, limit=1)), None)
    if record is None or record.start_time is None or record.end_time is None:
        return _SECONDS_OF_AN_UNKNOWN_RUN
    return float(record.end_time - record.start_time)
