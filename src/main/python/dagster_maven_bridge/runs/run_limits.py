"""What the user's instance allows at the same time: runs in all, runs with certain tags, and runs that use a pool.

Dagster's daemon keeps to these limits when it takes runs from the queue. Runs of a build are not queued; so the build
keeps to them itself, and counts what others have in progress.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from dagster import DagsterInstance, DagsterRun, RunsFilter

from ..instances.instance import instance_of, settings_file_of
from ..private_api.dagster_run_api import IN_PROGRESS_RUN_STATUSES, TagConcurrencyLimitsCounter, run_queue_config
from ..problems import problem, user_error
from ..protocol import Problem
from ..runtime import Session
from .pool_limits import PoolLimits
from .run_owner import has_been_left
from .run_specs import RunSpec

_SECONDS_BETWEEN_LOOKS = 0.5
_NAMES_SHOWN = 3


@dataclass
class RunLimits:
    """The limits of an instance; ``most`` is None when the number of runs is not limited."""

    instance: DagsterInstance
    most: int | None = None
    by_tag: Sequence[Mapping[str, Any]] = ()
    pools: PoolLimits | None = None
    _waiting: bool = field(default=False, init=False)

    @classmethod
    def of(cls, session: Session) -> "RunLimits":
        """Those of the session's instance; none when its settings are the plugin's own."""
        instance = instance_of(session)
        config = run_queue_config(instance) if settings_file_of(session) is not None else None
        if config is None:
            return cls(instance)
        # Dagster takes -1 for no limit, and 0 for a queue that nothing is taken from: these runs are in none.
        most = config.max_concurrent_runs
        return cls(instance, most if most > 0 else None, config.tag_concurrency_limits or (), PoolLimits.of(instance))

    @property
    def are_set(self) -> bool:
        """Whether there is any limit."""
        return self.most is not None or bool(self.by_tag) or self.pools is not None

    def others(self, run_ids: set[str]) -> list[DagsterRun]:
        """The runs in progress, without those of these ids and those that a killed build has left open."""
        in_progress = self.instance.get_runs(RunsFilter(statuses=IN_PROGRESS_RUN_STATUSES))
        return [run for run in in_progress if run.run_id not in run_ids and not has_been_left(run)]

    def allow(self, spec: RunSpec, running: Sequence[RunSpec], others: Sequence[DagsterRun]) -> bool:
        """Whether a run may be started beside those that are running here, and those of others."""
        if self.most is not None and len(running) + len(others) >= self.most:
            return False
        if self.pools is not None and self.pools.full(spec, running, others) is not None:
            return False
        return not self._is_blocked(spec, [*others, *(_tagged(other) for other in running)])

    def wait(self, spec: RunSpec) -> None:
        """Waits a moment for runs of others, which keep a run from being started; the first time it names them."""
        others = self.others(set())
        if not others and self._is_blocked(spec, []):
            raise user_error(_allows_none(self.by_tag, spec))
        if not others and self.pools is not None and (pool := self.pools.full(spec, (), ())) is not None:
            raise user_error(_has_no_place(pool, self.pools.limit(pool)))
        if others and not self._waiting:
            self._waiting = True
            names = ", ".join(run.run_id for run in others[:_NAMES_SHOWN])
            if len(others) > _NAMES_SHOWN:
                names += ", …"
            sys.stderr.write(
                f"Waiting: runs in progress elsewhere take all that the instance allows at a time ({names}). One that"
                " has ended and is not known to can be deleted with the goal run-delete (-Ddagster.runId=…).\n"
            )
        time.sleep(_SECONDS_BETWEEN_LOOKS)

    def _is_blocked(self, spec: RunSpec, items: list[Any]) -> bool:
        return bool(TagConcurrencyLimitsCounter(list(self.by_tag), items).is_blocked(_tagged(spec)))


def _allows_none(limits: Sequence[Mapping[str, Any]], spec: RunSpec) -> Problem:
    of_run = _tagged(spec).tags
    limit = next(item for item in limits if item["limit"] < 1 and item["key"] in of_run)
    return problem(
        "invalid_config",
        f"The instance allows no run with the tag {limit['key']}={of_run[limit['key']]}: its limit by tag is"
        f" {limit['limit']}",
        subject="tag",
        value=limit["key"],
        parameter="instanceConfig",
        remedy="Raise that limit in the instance's dagster.yaml (<instanceConfig>, -Ddagster.instanceConfig=…)",
    )


def _has_no_place(pool: str, limit: int | None) -> Problem:
    return problem(
        "invalid_config",
        f"The instance allows no run that uses the pool '{pool}': its limit is {limit}",
        subject="pool",
        value=pool,
        parameter="instanceConfig",
        remedy="Raise that limit with instance-concurrency-set"
        f" (-Ddagster.concurrencyKey={pool} -Ddagster.concurrencyLimit=…), or the default limit of pools in the"
        " instance's dagster.yaml (<instanceConfig>, -Ddagster.instanceConfig=…)",
    )


def _tagged(spec: RunSpec) -> Any:
    return SimpleNamespace(tags={**spec.job.run_tags, **spec.tags})
