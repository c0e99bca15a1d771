"""Runs of a request that another process has begun, which died: what has become of them, as the instance tells it."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterEventType, DagsterInstance, DagsterRun, RunsFilter

from ..private_api.dagster_run_api import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)
from .execution import RunOutcome, status_of
from .run_specs import RunSpec, subset_of
from .steps import blocking_checks

_OF_PARTITIONS = (PARTITION_NAME_TAG, ASSET_PARTITION_RANGE_START_TAG, ASSET_PARTITION_RANGE_END_TAG)
_READ_AT_ONCE = 500
_TOLD = {DagsterEventType.ASSET_MATERIALIZATION, DagsterEventType.ASSET_CHECK_EVALUATION}

_Identity = tuple[object, ...]


class BegunRuns:
    """The runs of these ids; each stands for one that is to be executed."""

    def __init__(self, instance: DagsterInstance, run_ids: Sequence[str]) -> None:
        self._instance = instance
        self._runs: dict[_Identity, deque[DagsterRun]] = defaultdict(deque)
        for run in _existing(instance, run_ids):
            what = _what(run.job_name, run.asset_selection, run.asset_check_selection, run.op_selection)
            self._runs[_identity(what, run.tags, run.parent_run_id)].append(run)

    def take(self, spec: RunSpec) -> RunOutcome | None:
        """What has become of a run; None when it has not been begun."""
        job = subset_of(spec)
        what = _what(job.name, job.asset_selection, job.asset_check_selection, spec.op_selection)
        parent = spec.resumption.parent.run_id if spec.resumption is not None else None
        begun = self._runs.get(_identity(what, spec.tags, parent))
        return self._outcome(begun.popleft().run_id, blocking_checks(job)) if begun else None

    def _outcome(self, run_id: str, blocking: set[tuple[AssetKey, str]]) -> RunOutcome:
        outcome = RunOutcome(run_id, status_of(self._instance, run_id))
        for entry in self._instance.all_logs(run_id, of_type=_TOLD):
            event: Any = entry.get_dagster_event()
            if event.event_type is DagsterEventType.ASSET_MATERIALIZATION:
                made = event.step_materialization_data.materialization
                outcome.materialized.add((made.asset_key, made.partition))
                continue
            evaluation = event.event_specific_data
            key = AssetCheckKey(evaluation.asset_key, evaluation.check_name)
            severity = evaluation.severity.value
            stops = (key.asset_key, key.name) in blocking and severity == "ERROR" and not evaluation.passed
            outcome.checks[key] = not stops
            if stops:
                outcome.blocked.add(key.asset_key)
            if not evaluation.passed:
                outcome.failed_checks.add((event.step_key or "", severity))
        return outcome


def _existing(instance: DagsterInstance, run_ids: Sequence[str]) -> Iterable[DagsterRun]:
    """In the order of the ids."""
    for start in range(0, len(run_ids), _READ_AT_ONCE):
        some = run_ids[start : start + _READ_AT_ONCE]
        found = {run.run_id: run for run in instance.get_runs(RunsFilter(run_ids=list(some)))}
        yield from (found[run_id] for run_id in some if run_id in found)


def _what(job: str, *selections: Collection[Any] | None) -> _Identity:
    """What of which job; what is stored comes back as other collections, and none as nothing."""
    return (job, *(frozenset(selection or ()) for selection in selections))


def _identity(what: _Identity, tags: Mapping[str, str], parent: str | None) -> _Identity:
    return (*what, *(tags.get(name) for name in _OF_PARTITIONS), parent)
