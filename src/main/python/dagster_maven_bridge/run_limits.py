"""What the user's instance allows at the same time: runs in all, and runs with certain tags.

Dagster's daemon keeps to these limits when it takes runs from the queue. Runs of a build are not queued; so the build
keeps to them itself, and counts what others have in progress.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from dagster import DagsterInstance, RunsFilter

from .dagster_run_api import IN_PROGRESS_RUN_STATUSES, TagConcurrencyLimitsCounter, run_queue_config
from .execution import RunSpec
from .instance import instance_of, settings_file_of
from .runtime import Session

_SECONDS_BETWEEN_LOOKS = 0.5


@dataclass
class RunLimits:
    """The limits of an instance; ``most`` is None when the number of runs is not limited."""

    instance: DagsterInstance
    most: int | None = None
    by_tag: Sequence[Mapping[str, Any]] = ()
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
        return cls(instance, most if most > 0 else None, config.tag_concurrency_limits or ())

    @property
    def are_set(self) -> bool:
        """Whether there is any limit."""
        return self.most is not None or bool(self.by_tag)

    def allow(self, spec: RunSpec, running: Sequence[RunSpec], run_ids: set[str]) -> bool:
        """Whether a run may be started beside those that are running, whose ids are known as far as they have begun."""
        in_progress = self.instance.get_runs(RunsFilter(statuses=IN_PROGRESS_RUN_STATUSES))
        tags: list[Any] = [run for run in in_progress if run.run_id not in run_ids]
        tags += [_tagged(other) for other in running]
        allowed = self.most is None or len(tags) < self.most
        return allowed and not TagConcurrencyLimitsCounter(list(self.by_tag), tags).is_blocked(_tagged(spec))

    def wait(self) -> None:
        """Waits a moment for runs of others to end; the first time it says so."""
        if not self._waiting:
            self._waiting = True
            sys.stderr.write("Waiting: other runs in progress take all that the instance allows at a time\n")
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _tagged(spec: RunSpec) -> Any:
    return SimpleNamespace(tags={**spec.job.run_tags, **spec.tags})
