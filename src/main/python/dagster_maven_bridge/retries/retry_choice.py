"""Which runs are re-executed: those that were named, or all whose latest attempt failed or was cancelled."""

from collections.abc import Iterable
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterEventType, DagsterInstance, DagsterRun, RunsFilter

from ..instances.run_history import run_named
from ..partitions.partition_problems import RANGE_SEPARATOR
from ..problems import problem, user_error
from ..protocol import Problem
from ..runs.execution_sets import Entity
from ..runs.run_requests import RetryParameters

Partitions = tuple[str | None, str | None, str | None]
"""The tags of a run that say which partitions it is of: the key, or the first and the last of a range."""

_OF_STEPS = {
    DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
    DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED,
    DagsterEventType.ASSET_MATERIALIZATION,
    DagsterEventType.ASSET_CHECK_EVALUATION,
    DagsterEventType.STEP_FAILURE,
}

_PARTITION_TAGS = ("dagster/partition", "dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


def chosen_runs(instance: DagsterInstance, parameters: RetryParameters) -> list[DagsterRun]:
    """The runs to re-execute, in the order in which they were started; an OperationError tells what is none."""
    if not parameters["run_ids"]:
        return _failed_runs(instance, parameters["job"])
    runs = {run.run_id: run for run in (_named(instance, text) for text in parameters["run_ids"])}
    problems = [found for run in runs.values() for found in _not_retried(run, parameters["job"])]
    if problems:
        raise user_error(*problems)
    return list(runs.values())


def _failed_runs(instance: DagsterInstance, job: str | None) -> list[DagsterRun]:
    roots: set[str] = set()
    later: dict[tuple[str, Partitions], list[DagsterRun]] = {}
    failed: list[DagsterRun] = []
    # The newest first.
    for record in instance.get_run_records(RunsFilter(job_name=job)):
        run = record.dagster_run
        others = later.setdefault((run.job_name, _partitions(run)), [])
        if run.is_failure_or_canceled and _root(run) not in roots and not _is_done_again(run, others, instance):
            failed.append(run)
        roots.add(_root(run))
        others.append(run)
    return failed[::-1]


def _is_done_again(run: DagsterRun, later: list[DagsterRun], instance: DagsterInstance) -> bool:
    """Whether later runs of the same job and partition were to do what a run has not done."""
    if any(_covers(other, run) for other in later):
        return True
    # What has ended well of it needs not be done again, but to know that its events have to be read.
    partly = [other for other in later if other.asset_selection and not other.op_selection]
    left = _left_of(run, instance) if partly else ()
    return bool(left) and all(any(_was_to_do(other, entity) for other in partly) for entity in left)


def _left_of(run: DagsterRun, instance: DagsterInstance) -> set[Entity]:
    """The assets and checks of a run that have not ended well; of another attempt only what it was to go on with."""
    planned: set[Entity] = set()
    steps: dict[Entity, str | None] = {}
    failed: set[str | None] = set()
    for entry in instance.all_logs(run.run_id, of_type=_OF_STEPS):
        event = entry.get_dagster_event()
        data: Any = event.event_specific_data
        match event.event_type:
            case DagsterEventType.STEP_FAILURE:
                failed.add(event.step_key)
            case DagsterEventType.ASSET_MATERIALIZATION_PLANNED:
                planned.add(data.asset_key)
            case DagsterEventType.ASSET_MATERIALIZATION:
                steps[data.materialization.asset_key] = event.step_key
            case DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED:
                planned.add(AssetCheckKey(data.asset_key, data.check_name))
            case _:
                steps[AssetCheckKey(data.asset_key, data.check_name)] = event.step_key
    return {entity for entity in planned if entity not in steps or steps[entity] in failed}


def _covers(later: DagsterRun, run: DagsterRun) -> bool:
    """Whether a run of the same job and partition was to do all that another one was."""
    return (
        _is_part(_assets(run), _assets(later))
        and _is_part(run.op_selection or None, later.op_selection or None)
        and all(_was_to_do(later, check) for check in run.asset_check_selection or ())
    )


def _is_part(selection: Iterable[object] | None, whole: Iterable[object] | None) -> bool:
    return whole is None or (selection is not None and set(selection) <= set(whole))


def _assets(run: DagsterRun) -> Iterable[object] | None:
    """The assets that a run was to make; None for all of its job."""
    assets: Iterable[object] | None = run.asset_selection
    return () if assets is None and run.asset_check_selection is not None else assets


def _was_to_do(later: DagsterRun, entity: Entity) -> bool:
    """Whether a run was to make an asset or to evaluate a check."""
    assets = _assets(later)
    if isinstance(entity, AssetKey):
        return assets is None or entity in assets
    if later.asset_check_selection is not None:
        return entity in later.asset_check_selection
    # The checks of assets are not named when all of them are evaluated with the assets.
    return assets is None or entity.asset_key in assets


def _root(run: DagsterRun) -> str:
    return str(run.root_run_id or run.run_id)


def _partitions(run: DagsterRun) -> Partitions:
    key, first, last = (run.tags.get(name) for name in _PARTITION_TAGS)
    return key, first, last


def _named(instance: DagsterInstance, text: str) -> DagsterRun:
    run_id = run_named(instance, text)["run_id"]
    run = instance.get_run_by_id(run_id)
    if run is None:
        raise LookupError(f"The run {run_id} has been deleted meanwhile")
    return run


def _not_retried(run: DagsterRun, job: str | None) -> list[Problem]:
    if job is not None and run.job_name != job:
        message = f"The run {run.run_id} is not one of the job '{job}', but of '{run.job_name}'"
        remedy = "Correct <job> (-Ddagster.job=…), or leave it out"
    elif run.is_success:
        message = f"The run {run.run_id} of {shown(run)} has succeeded: there is nothing to retry"
        remedy = "Name one that failed or was cancelled; run-list shows them (-Ddagster.status=failure,canceled)"
    elif not run.is_failure_or_canceled:
        message = f"The run {run.run_id} of {shown(run)} has not ended: it is in status {run.status.value}"
        remedy = (
            "Wait for its end; if nothing executes it any more, mark it as cancelled in Dagster's web server"
            " (mvn dagster:dev), or delete it (mvn dagster:run-delete)"
        )
    else:
        return []
    return [problem("invalid_parameter", message, subject="run", value=run.run_id, parameter="runId", remedy=remedy)]


def ends_of_partitions(run: DagsterRun) -> tuple[str, str] | None:
    """The first and the last partition of a run; None when it has none."""
    key, first, last = _partitions(run)
    if first is not None and last is not None:
        return first, last
    return None if key is None else (key, key)


def partition_of(run: DagsterRun) -> str | None:
    """The partition of a run, or its range, as runs are told of."""
    key, first, last = _partitions(run)
    return f"{first}{RANGE_SEPARATOR}{last}" if first is not None and last is not None else key


def shown(run: DagsterRun) -> str:
    """What a run is of, in words."""
    key = partition_of(run)
    partition = f"[{key}]" if key is not None else ""
    if not run.job_name.startswith("__"):
        return f"the job {run.job_name}{partition}"
    names = sorted(key.to_user_string() for key in run.asset_selection or ())
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}{partition}" if names else f"assets{partition}"
