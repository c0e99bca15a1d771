"""The runs of checks while they are carried out: what a blocking check blocks is left out."""

from collections.abc import Sequence
from typing import Any

from dagster import AssetCheckKey

from ..runs.execution import RunOutcome
from ..runs.run_specs import RunSpec, narrowed
from ..runs.scheduling import Work
from ..runtime import Call
from .check_choice import SkippedCheck
from .check_runs import CheckExecution, told


class PlannedCheckRuns(Work):
    """The work that the runs of all repositories are, see ``scheduling.Work``."""

    def __init__(self, call: Call, executions: Sequence[CheckExecution]) -> None:
        needs: list[set[int]] = []
        for execution in executions:
            needs += _needs_of_runs(execution, len(needs))
        super().__init__([spec for execution in executions for spec in execution.specs], [[needed] for needed in needs])
        self._blocking_runs = needs
        self._call = call
        self._runs = [(execution, run) for execution in executions for run in execution.runs]
        self._left: dict[int, tuple[AssetCheckKey, ...]] = {}
        self._in_the_way: dict[int, dict[AssetCheckKey, str]] = {}

    def ready(self, number: int) -> RunSpec | None:
        """See ``Work``: tells of the checks that are left out, and why."""
        execution, run = self._runs[number]
        blocked = {check: reason for check in run.checks if (reason := self._reason(number, check)) is not None}
        if blocked and self._is_waiting:
            self._in_the_way[number] = dict.fromkeys(sorted(execution.order.blocking.intersection(run.checks)), "waits")
            self._put_off.append(number)
            return None
        for check, reason in blocked.items():
            self._call.emit("check_skipped", told(SkippedCheck(check, run.partition, reason)))
        self._in_the_way[number] = dict.fromkeys(sorted(execution.order.blocking & blocked.keys()), "was skipped")
        left = tuple(check for check in run.checks if check not in blocked)
        self._left[number] = left
        if not left:
            return None
        return narrowed(self.specs[number], checks=left) if blocked else self.specs[number]

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """See ``Work``."""
        blocking = self._runs[number][0].order.blocking
        for check in sorted(blocking.intersection(self._left[number])):
            self._in_the_way[number].pop(check, None)
            if not outcome.checks.get(check, False):
                self._in_the_way[number][check] = "failed" if check in outcome.checks else "was not evaluated"

    def _reason(self, number: int, check: AssetCheckKey) -> str | None:
        awaited = self._runs[number][0].order.waits_for(check)
        for other in sorted(self._blocking_runs[number]):
            for blocking, how in self._in_the_way.get(other, {}).items():
                if blocking in awaited:
                    return f"the blocking check {blocking.name} of {blocking.asset_key.to_user_string()} {how}"
        return None


def _needs_of_runs(execution: CheckExecution, first: int) -> list[set[int]]:
    """For each run, the first of which has that number, those with blocking checks that something of it waits for."""
    places: dict[AssetCheckKey, dict[str | None, int]] = {}
    definitions: dict[AssetCheckKey, Any] = {}
    for number, run in enumerate(execution.runs, first):
        for check in execution.order.blocking.intersection(run.checks):
            places.setdefault(check, {})[run.partition] = number
            definitions[check] = run.definition
    needs: list[set[int]] = []
    for number, run in enumerate(execution.runs, first):
        needed: set[int] = set()
        for blocking in {other for check in run.checks for other in execution.order.waits_for(check)} & places.keys():
            # Another one of the same partitions is none of its business; one of other partitions may be.
            there = places[blocking]
            same = definitions[blocking] == run.definition
            needed |= {there[key] for key in ([run.partition] if same else there) if key in there}
        needs.append({other for other in needed if other < number})
    return needs
