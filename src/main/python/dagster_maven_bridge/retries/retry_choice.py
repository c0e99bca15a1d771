"""Which runs are re-executed: those that were named, or all whose latest attempt failed or was cancelled."""

from collections.abc import Iterable

from dagster import DagsterInstance, DagsterRun, RunsFilter

from ..instances.run_history import run_named
from ..partitions.partition_problems import RANGE_SEPARATOR
from ..problems import problem, user_error
from ..protocol import Problem
from ..runs.run_owner import has_been_left
from ..runs.run_requests import RetryParameters

Partitions = tuple[str | None, str | None, str | None]
"""The tags of a run that say which partitions it is of: the key, or the first and the last of a range."""

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
        if _has_failed(run) and _root(run) not in roots and not any(_covers(other, run) for other in others):
            failed.append(run)
        roots.add(_root(run))
        others.append(run)
    return failed[::-1]


def _has_failed(run: DagsterRun) -> bool:
    return run.is_failure_or_canceled or has_been_left(run)


def _covers(later: DagsterRun, run: DagsterRun) -> bool:
    """Whether a run of the same job and partition was to do all that another one was."""
    return (
        _is_part(_assets(run), _assets(later))
        and _is_part(run.op_selection or None, later.op_selection or None)
        and _checks_are_part(run, later)
    )


def _is_part(selection: Iterable[object] | None, whole: Iterable[object] | None) -> bool:
    return whole is None or (selection is not None and set(selection) <= set(whole))


def _assets(run: DagsterRun) -> Iterable[object] | None:
    """The assets that a run was to make; None for all of its job."""
    assets: Iterable[object] | None = run.asset_selection
    return () if assets is None and run.asset_check_selection is not None else assets


def _checks_are_part(run: DagsterRun, later: DagsterRun) -> bool:
    """Whether a run that was to make the same assets was to evaluate the checks of another one."""
    # The checks of assets are not named when all of them are evaluated with the assets.
    named = run.asset_check_selection or ()
    if later.asset_check_selection is not None:
        return set(named) <= set(later.asset_check_selection)
    assets = _assets(later)
    return assets is None or {check.asset_key for check in named} <= set(assets)


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
    elif not _has_failed(run):
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
