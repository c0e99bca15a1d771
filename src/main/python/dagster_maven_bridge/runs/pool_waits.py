"""Steps that wait for a place in a pool: Dagster waits in silence, for as long as it takes."""

from typing import Any

from dagster import DagsterInstance, DagsterRun

from ..private_api.dagster_instance_api import runs_in_pool
from ..private_api.dagster_run_api import DagsterEvent
from .run_owner import OWNER_TAG, is_sibling

_RUNS_SHOWN = 3


class PoolWaits:
    """Knows why a step waits, where somebody else than this build makes it wait."""

    def __init__(self, instance: DagsterInstance, run_id: str) -> None:
        self._instance = instance
        self._run_id = run_id

    def reason(self, event: DagsterEvent) -> str | None:
        """Who has the places of the pool that a step waits for; None for any other event."""
        data: Any = event.event_specific_data if event.event_type_value == "ENGINE_EVENT" else None
        pool = getattr((getattr(data, "metadata", None) or {}).get("pool"), "value", None)
        if not isinstance(pool, str):
            return None
        others = sorted(run_id for run_id in runs_in_pool(self._instance, pool) if not self._is_of_this_build(run_id))
        if not others:
            return None
        more = ", …" if len(others) > _RUNS_SHOWN else ""
        return (
            f"Waiting for a place in the pool '{pool}': runs elsewhere have them"
            f" ({', '.join(others[:_RUNS_SHOWN])}{more}). One that has ended and is not known to can be deleted with"
            " the goal run-delete (-Ddagster.runId=…)."
        )

    def _is_of_this_build(self, run_id: str) -> bool:
        run: DagsterRun | None = self._instance.get_run_by_id(run_id)
        return run_id == self._run_id or (run is not None and is_sibling(run.tags.get(OWNER_TAG)))
