"""Ends of runs that nobody else records: their process is gone, or was interrupted where Dagster does not look."""

from dagster import DagsterInstance, DagsterRun

from ..private_api.dagster_instance_api import give_back_places


def end_run(instance: DagsterInstance, run: DagsterRun, message: str | None = None, *, cancelled: bool) -> None:
    """Records the end of a run unless it has one, and gives back its places in pools: who is killed does not."""
    if not run.is_finished:
        if cancelled:
            instance.report_run_canceled(run, message)
        else:
            instance.report_run_failed(run, message)
    give_back_places(instance, run.run_id)
