"""Carrying out runs, and trying again within the same request what failed."""

from collections.abc import Sequence
from dataclasses import replace

from dagster import DagsterInstance

from ..instances.instance import instance_of
from ..private_api.dagster_retry_api import Resumption
from ..private_api.dagster_run_api import existing_run
from ..runs.execution import RunOutcome
from ..runs.memory_values import memory_values_needed
from ..runs.needed_runs import NeededRuns, renumbered
from ..runs.run_limits import RunLimits
from ..runs.run_requests import Reruns, RunOptions
from ..runs.run_specs import RunSpec, plan_of
from ..runs.scheduling import Scheduler, Work
from ..runtime import Call
from ..workers.executors import ExecutorChoice
from ..workers.run_workers import Runner, runner_for


def carry_out(call: Call, works: Sequence[Work], choice: ExecutorChoice, options: RunOptions) -> list[str]:
    """Executes runs, one work after the other, and what of them fails as often again as is allowed.

    Returns the ids of all runs.
    """
    limits = RunLimits.of(call.session)
    run_ids: list[str] = []
    reruns = options["reruns"]
    with runner_for(call, choice, works, limits, options["carry_on"]) as runner:
        for work in works:
            if reruns is None:
                run_ids += Scheduler(call, work, runner, limits).carry_out()
            else:
                run_ids += _Attempts(call, work, runner, limits, reruns).carry_out()
    return run_ids


class _Attempts:
    def __init__(self, call: Call, work: Work, runner: Runner, limits: RunLimits, reruns: Reruns) -> None:
        self._call = call
        self._work = work
        self._runner = runner
        self._limits = limits
        self._reruns = reruns
        self._instance = instance_of(call.session)
        self._started: dict[int, RunSpec] = {}
        self._outcomes: dict[int, RunOutcome] = {}

    def carry_out(self) -> list[str]:
        """Runs all that can be, tries again what failed, then runs what was put off because of it, and so on."""
        run_ids: list[str] = []
        wave = list(range(len(self._work.specs)))
        waiting = True
        while wave and not self._call.cancelled:
            self._work.wait_for_reruns(waiting)
            run_ids += self._schedule(_Wave(self, wave))
            for _ in range(self._reruns["times"]):
                if self._call.cancelled:
                    # To make each ready takes time, and none would start.
                    break
                if failed := [number for number in wave if self._has_failed(number)]:
                    run_ids += self._schedule(_Rerun(self, failed))
            put_off = self._work.put_off()
            # When nothing of them could be run, what is in their way is there to stay.
            waiting = len(put_off) < len(wave)
            wave = put_off
        return run_ids

    def _schedule(self, runs: "_Wave | _Rerun") -> list[str]:
        return Scheduler(self._call, runs, self._runner, self._limits).carry_out()

    def _has_failed(self, number: int) -> bool:
        outcome = self._outcomes.get(number)
        return outcome is not None and (outcome.status == "FAILURE" or bool(self._failed_checks(outcome)))

    def _failed_checks(self, outcome: RunOutcome) -> list[str]:
        """The steps in which a check failed that would fail the build."""
        severities = {"error": ("ERROR",), "warn": ("ERROR", "WARN"), "never": ()}[self._reruns["checks"]]
        return sorted({step for step, severity in outcome.failed_checks if severity in severities})

    def first_attempt(self, number: int) -> RunSpec | None:
        """What is executed of a run at first."""
        spec = self._work.ready(number)
        if spec is not None:
            self._started[number] = spec
        return spec

    def next_attempt(self, number: int) -> RunSpec:
        """What is executed of a run that failed: all of it where the values that it would go on with are lost."""
        outcome = self._outcomes[number]
        resumption = _resumption(self._instance, outcome, self._failed_checks(outcome))
        spec = self._resumed(number, resumption)
        if memory_values_needed(plan_of(spec), spec.job):
            return self._resumed(number, Resumption.from_start(resumption.parent))
        return spec

    def _resumed(self, number: int, resumption: Resumption) -> RunSpec:
        started = self._started[number]
        return replace(started, tags=resumption.tags(started.tags), resumption=resumption)

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """Takes note of the end of an attempt."""
        before = self._outcomes.get(number)
        if before is not None:
            made, checks = before.materialized | outcome.materialized, {**before.checks, **outcome.checks}
            outcome = replace(outcome, materialized=made, checks=checks)
        self._outcomes[number] = outcome
        self._work.ended(number, outcome)


def _resumption(instance: DagsterInstance, outcome: RunOutcome, checks: Sequence[str]) -> Resumption:
    parent = existing_run(instance, outcome.run_id)
    if outcome.status != "FAILURE":
        return Resumption.of_steps(instance, parent, checks)
    resumption = Resumption.from_failure(instance, parent)
    if not resumption.steps:
        # It failed after its last step.
        return Resumption.from_start(parent)
    steps = [*resumption.steps, *(step for step in checks if step not in resumption.steps)]
    return resumption if len(steps) == len(resumption.steps) else Resumption.of_steps(instance, parent, steps)


class _Wave:
    """Runs for the first time, see ``scheduling.Runs``."""

    def __init__(self, attempts: _Attempts, numbers: Sequence[int]) -> None:
        work = attempts._work
        places = {number: place for place, number in enumerate(numbers)}
        self._attempts = attempts
        self._numbers = numbers
        self.specs = [work.specs[number] for number in numbers]
        self.needs = renumbered([work.needs[number] for number in numbers], places)

    def ready(self, number: int) -> RunSpec | None:
        """See ``Runs``."""
        return self._attempts.first_attempt(self._numbers[number])

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """See ``Runs``."""
        self._attempts.ended(self._numbers[number], outcome)


class _Rerun:
    """Another attempt at runs that failed, see ``scheduling.Runs``. One that needs another was put off."""

    def __init__(self, attempts: _Attempts, numbers: Sequence[int]) -> None:
        self._attempts = attempts
        self._numbers = numbers
        self.specs = [attempts.next_attempt(number) for number in numbers]
        self.needs: NeededRuns = [()] * len(numbers)

    def ready(self, number: int) -> RunSpec | None:
        """See ``Runs``."""
        return self.specs[number]

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """See ``Runs``."""
        self._attempts.ended(self._numbers[number], outcome)
