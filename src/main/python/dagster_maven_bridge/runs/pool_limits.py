"""How many runs may use a pool at the same time, where the instance counts runs and not ops.

Where it counts ops, each waits for its place itself, and Dagster sees to that.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dagster import DagsterInstance, DagsterRun

from ..private_api.dagster_run_api import PoolSettings, pool_of_step, pool_settings, pools_of_run
from .run_specs import RunSpec, plan_of
from .steps import steps_to_execute


@dataclass
class PoolLimits:
    """The limits of the pools of an instance."""

    settings: PoolSettings
    _pools: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict, init=False)

    @classmethod
    def of(cls, instance: DagsterInstance) -> "PoolLimits | None":
        """Those of an instance that counts runs; None for another one."""
        settings = pool_settings(instance)
        return cls(settings) if settings is not None else None

    def full(self, spec: RunSpec, running: Iterable[RunSpec], others: Sequence[DagsterRun]) -> str | None:
        """A pool that a run uses and that has no place for it beside other runs; None when there is none."""
        used = Counter(pool for run in others for pool in pools_of_run(run))
        used.update(pool for other in running for pool in self._pools_of(other))
        full = (pool for pool in sorted(self._pools_of(spec)) if self._is_full(pool, used[pool]))
        return next(full, None)

    def limit(self, pool: str) -> int | None:
        """How many runs may use a pool at the same time; None for any number."""
        limit = self.settings.limits.get(pool, self.settings.default)
        return None if limit is None else limit + self.settings.buffer

    def _is_full(self, pool: str, used: int) -> bool:
        limit = self.limit(pool)
        return limit is not None and used >= limit

    def _pools_of(self, spec: RunSpec) -> frozenset[str]:
        # Thousands of runs execute the same.
        steps = tuple(spec.resumption.steps or ()) if spec.resumption is not None else ()
        what = (spec.repository.name, spec.job.name, spec.selection, steps)
        if what not in self._pools:
            pools = (pool_of_step(step) for step in steps_to_execute(plan_of(spec)))
            self._pools[what] = frozenset(pool for pool in pools if pool is not None)
        return self._pools[what]
