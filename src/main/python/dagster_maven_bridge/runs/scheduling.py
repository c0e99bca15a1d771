"""Carrying out runs: each as soon as those that it needs have ended, several at a time."""

import heapq
from collections.abc import Sequence
from typing import Protocol

from ..runtime import Call
from ..workers.run_workers import Planned, Runner
from .execution import RunOutcome
from .needed_runs import NeededRuns, Waiting
from .run_limits import RunLimits
from .run_specs import RunSpec

# Of thousands of runs that a limit holds back, most are held back by the same one.
_LOOKED_AT = 50


class Runs(Planned, Protocol):
    """Runs to be scheduled, in the order in which they are started as far as that is possible.

    A number stands for each.
    """

    def ready(self, number: int) -> RunSpec | None:
        """What of a run is to be executed, now that what it needs has ended; None for nothing."""

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """Takes note of the end of a run."""


class Work:
    """Runs that belong together, some of which may be tried again: then their end is told again.

    As it is here none of them stands in the way of another, whatever becomes of it.
    """

    def __init__(self, specs: Sequence[RunSpec], needs: NeededRuns | None = None) -> None:
        self.specs = specs
        self.needs: NeededRuns = [()] * len(specs) if needs is None else needs
        self._is_waiting = False
        self._put_off: list[int] = []

    def ready(self, number: int) -> RunSpec | None:
        """See ``Runs``."""
        return self.specs[number]

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """See ``Runs``."""

    def wait_for_reruns(self, waiting: bool) -> None:
        """Whether runs that something which failed is in the way of are put off, because it may be tried again.

        A run waits as a whole, also when only a part of it is concerned.
        """
        self._is_waiting = waiting

    def put_off(self) -> list[int]:
        """The runs that have been put off since this was asked last, in order."""
        put_off, self._put_off = sorted(self._put_off), []
        return put_off


class Scheduler:
    """Starts the runs of some work and waits for their ends."""

    def __init__(self, call: Call, work: Runs, runner: Runner, limits: RunLimits) -> None:
        self._call = call
        self._work = work
        self._runner = runner
        self._limits = limits
        self._run_ids: dict[int, str] = {}
        self._running: dict[int, RunSpec] = {}
        self._waiting = Waiting(work.needs)
        self._ready = self._waiting.ready()

    def carry_out(self) -> list[str]:
        """Executes all runs that can be; returns their ids, in the order of the work."""
        while True:
            # What is planned and not started is told by the plugin, which knows why it cancels.
            while not self._call.cancelled and self._runner.is_free() and self._start_next():
                pass
            if self._running:
                number, outcome = self._runner.next_end()
                del self._running[number]
                if outcome is not None:
                    self._run_ids[number] = outcome.run_id
                    self._work.ended(number, outcome)
                self._release(number)
            elif self._ready and not self._call.cancelled:
                # Others have taken all that the instance allows.
                self._limits.wait(self._work.specs[min(self._ready)])
            else:
                return [self._run_ids[number] for number in sorted(self._run_ids)]

    def _start_next(self) -> bool:
        """Starts the first run that is ready and allowed, or finds that nothing of it is left; False without one."""
        if not self._limits.are_set:
            if self._ready:
                self._start(heapq.heappop(self._ready))
                return True
            return False
        if not self._ready:
            return False
        running, others = list(self._running.values()), self._limits.others(self._runner.run_ids())
        for number in heapq.nsmallest(_LOOKED_AT, self._ready):
            if self._limits.allow(self._work.specs[number], running, others):
                self._ready.remove(number)
                heapq.heapify(self._ready)
                self._start(number)
                return True
        return False

    def _start(self, number: int) -> None:
        spec = self._work.ready(number)
        if spec is None:
            self._release(number)
        else:
            self._running[number] = spec
            self._runner.start(number, spec)

    def _release(self, number: int) -> None:
        for other in self._waiting.end(number):
            heapq.heappush(self._ready, other)
