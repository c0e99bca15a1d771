"""The private interfaces of Dagster that re-executing runs needs. Tried on 1.10.21, 1.11.16, 1.12.22 and 1.13.27."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.errors import DagsterExecutionStepNotFoundError as DagsterExecutionStepNotFoundError
from dagster._core.errors import DagsterRunNotFoundError as DagsterRunNotFoundError
from dagster._core.execution.plan.outputs import StepOutputHandle as StepOutputHandle
from dagster._core.execution.plan.state import KnownExecutionState
from dagster._core.storage.tags import (
    PARENT_RUN_ID_TAG,
    RESUME_RETRY_TAG,
    ROOT_RUN_ID_TAG,
    TAGS_TO_MAYBE_OMIT_ON_RETRY,
)
from dagster._core.storage.tags import REPOSITORY_LABEL_TAG as REPOSITORY_LABEL_TAG

from ..masking import MASK


@dataclass(frozen=True)
class Resumption:
    """A run that is executed again, and what of it: these steps, with what is known of the others, or everything."""

    parent: DagsterRun
    steps: Sequence[str] | None
    state: KnownExecutionState | None

    @classmethod
    def from_failure(cls, instance: DagsterInstance, parent: DagsterRun) -> "Resumption":
        """What failed, what was interrupted, what never started, and what is downstream of it.

        The run counts as failed, also when nobody has recorded that yet.
        """
        failed = parent if parent.is_failure_or_canceled else parent.with_status(DagsterRunStatus.FAILURE)
        steps, state = KnownExecutionState.build_resume_retry_reexecution(instance, failed)
        return cls(parent, list(steps), state)

    @classmethod
    def of_steps(cls, instance: DagsterInstance, parent: DagsterRun, steps: Sequence[str]) -> "Resumption":
        """Some steps of a run, however they ended."""
        state = KnownExecutionState.build_for_reexecution(instance, parent)
        return cls(parent, list(steps), state.update_for_step_selection(list(steps)))

    @classmethod
    def from_start(cls, parent: DagsterRun) -> "Resumption":
        """Everything."""
        return cls(parent, None, None)

    @property
    def root_run_id(self) -> str:
        """The first run of those that are attempts at the same."""
        return str(self.parent.root_run_id or self.parent.run_id)

    def tags(self, given: Mapping[str, str] | None = None) -> dict[str, str]:
        """The tags that the run has from its parent, and those that make it an attempt at the same.

        Where a secret was masked in one when it was stored, it is left out, unless it is known from what was ``given``.
        """
        stored = {name: tag for name, tag in self.parent.tags.items() if MASK not in name and MASK not in tag}
        known = {**(given or {}), **stored}
        kept = {name: tag for name, tag in known.items() if name not in TAGS_TO_MAYBE_OMIT_ON_RETRY}
        resumed = {RESUME_RETRY_TAG: "true"} if self.steps is not None else {}
        return {**kept, PARENT_RUN_ID_TAG: self.parent.run_id, ROOT_RUN_ID_TAG: self.root_run_id, **resumed}
