"""What processes that are gone have left in an instance: open runs, and places in pools that nobody gives back.

Dagster's monitoring daemon ends and frees them where it runs. A build has none, and would wait for such a place for
ever.
"""

from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from ..instances.instance import existing_instance_of, instance_of
from ..private_api.dagster_instance_api import give_back_places, runs_with_places
from ..private_api.dagster_run_api import IN_PROGRESS_RUN_STATUSES
from ..runtime import Session
from .run_ends import end_run
from .run_owner import has_been_left

_PROCESS_GONE = "The process that executed the run has gone"
_OPEN = [DagsterRunStatus.NOT_STARTED, *IN_PROGRESS_RUN_STATUSES]


def instance_to_run_in(session: Session) -> DagsterInstance:
    """The session's instance without what builds that were killed have left in it."""
    instance = instance_of(session)
    _end_left_runs(instance)
    return instance


def existing_instance_to_look_at(session: Session) -> DagsterInstance | None:
    """The same, to tell of its runs; None when nothing has made one yet."""
    instance = existing_instance_of(session)
    if instance is not None:
        _end_left_runs(instance)
    return instance


def _end_left_runs(instance: DagsterInstance) -> None:
    """Records the end of runs whose process is gone, and gives back the places in pools of all that have ended."""
    for run in instance.get_runs(RunsFilter(statuses=_OPEN)):
        if has_been_left(run):
            end_run(instance, run, _PROCESS_GONE, cancelled=run.status is DagsterRunStatus.CANCELING)
    for run_id in runs_with_places(instance):
        holder = instance.get_run_by_id(run_id)
        # One that was deleted does not come back for it either.
        if holder is None or holder.is_finished:
            give_back_places(instance, run_id)
