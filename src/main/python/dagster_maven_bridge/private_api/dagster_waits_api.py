"""The private interfaces of Dagster by which a run waits. Tried on 1.10.21, 1.11.16, 1.12.22, 1.13.27."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.errors import raise_execution_interrupts
from dagster._core.execution.plan.active import ActiveExecution
from dagster._core.execution.plan.instance_concurrency_context import InstanceConcurrencyContext
from dagster._core.storage.event_log.sql_event_log import SqlEventLogStorage

_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_BETWEEN_ASSIGNMENTS = 1.0


@contextmanager
def waits_that_end() -> Iterator[None]:
    """For the time of a run, has its waits end when they should.

    While none of its steps is executed, as all wait for a retry or a place in a pool, Dagster's in-process executor
    sees no interrupt, and for a place it asks without a pause. And a step that joins those who wait for a place in the
    moment in which the last one is given back would wait for ever: Dagster assigns a place when one is given back, and
    when one joins, but looks for a free one before.
    """
    executions: Any = ActiveExecution
    contexts: Any = InstanceConcurrencyContext
    sleep_til_ready, claim = executions.sleep_til_ready, contexts.claim
    assigned = time.monotonic()

    def sleep(execution: Any) -> None:
        with raise_execution_interrupts():
            time.sleep(max(execution.sleep_interval(), _SECONDS_BETWEEN_LOOKS))

    def claim_or_assign(context: Any, pool: str, *step: Any, **options: Any) -> bool:
        nonlocal assigned
        claimed: bool = claim(context, pool, *step, **options)
        now = time.monotonic()
        if not claimed and now - assigned >= _SECONDS_BETWEEN_ASSIGNMENTS:
            assigned = now
            _assign(context._instance.event_log_storage, pool)
        return claimed

    executions.sleep_til_ready, contexts.claim = sleep, claim_or_assign
    try:
        yield
    finally:
        executions.sleep_til_ready, contexts.claim = sleep_til_ready, claim


def _assign(storage: Any, pool: str) -> None:
    """Assigns a place that nobody has to whoever waits for it the longest; who takes a place makes sure of it again."""
    if isinstance(storage, SqlEventLogStorage) and storage.has_unassigned_slots(pool):
        storage.assign_pending_steps([pool])
