"""What executes the runs of a request: this process, one run at a time, or worker processes, several at once."""

from collections import deque
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Protocol

from dagster import AssetKey, DagsterInstance

from ..definitions.narrowing import loaded_location
from ..instances.instance import instance_of
from ..runs.begun_runs import BegunRuns
from ..runs.execution import RunExecutor, RunOutcome
from ..runs.needed_runs import NeededRuns, renumbered
from ..runs.run_limits import RunLimits
from ..runs.run_requests import CarryOn, PartitionSelection
from ..runs.run_specs import RunSpec, plan_of
from ..runtime import Call
from .executors import ExecutorChoice
from .run_worker import setup_of
from .step_costs import expected_seconds, workers_pay_for_runs
from .worker_processes import WorkerProcesses, load_workers


class Runner(Protocol):
    """Executes runs and tells their ends, in whichever order they come."""

    def is_free(self) -> bool:
        """Whether another run can be started."""

    def start(self, number: int, spec: RunSpec) -> None:
        """Starts a run; its number stands for it when it has ended."""

    def next_end(self) -> tuple[int, RunOutcome | None]:
        """Waits for the end of a run that was started. No outcome: it was cancelled before it began."""

    def run_ids(self) -> set[str]:
        """The runs that are under way, as far as they have begun."""


class Planned(Protocol):
    """Runs before they are carried out: see ``scheduling.Runs``, which knows more of them."""

    @property
    def specs(self) -> Sequence[RunSpec]:
        """All of them."""

    @property
    def needs(self) -> NeededRuns:
        """For each run those that must have ended before it starts."""


class ThisProcess:
    """One run at a time, in the main thread of this process."""

    def __init__(self, executor: RunExecutor) -> None:
        self._executor = executor
        self._ended: tuple[int, RunOutcome] | None = None

    def is_free(self) -> bool:
        """See ``Runner``."""
        return self._ended is None

    def start(self, number: int, spec: RunSpec) -> None:
        """See ``Runner``: the run is over when this returns."""
        self._ended = number, self._executor.execute(spec)

    def next_end(self) -> tuple[int, RunOutcome | None]:
        """See ``Runner``."""
        assert self._ended is not None
        ended, self._ended = self._ended, None
        return ended

    def run_ids(self) -> set[str]:
        """See ``Runner``."""
        return set()


class CarryingOn:
    """Passes on what has not been begun to another runner, and tells the ends of the rest."""

    def __init__(self, runner: Runner, begun: BegunRuns) -> None:
        self._runner = runner
        self._begun = begun
        self._ended: deque[tuple[int, RunOutcome]] = deque()

    def is_free(self) -> bool:
        """See ``Runner``."""
        return self._runner.is_free()

    def start(self, number: int, spec: RunSpec) -> None:
        """See ``Runner``."""
        outcome = self._begun.take(spec)
        if outcome is None:
            self._runner.start(number, spec)
        else:
            self._ended.append((number, outcome))

    def next_end(self) -> tuple[int, RunOutcome | None]:
        """See ``Runner``."""
        return self._ended.popleft() if self._ended else self._runner.next_end()

    def run_ids(self) -> set[str]:
        """See ``Runner``."""
        return self._runner.run_ids()


def expect_runs(call: Call, choice: ExecutorChoice, partitions: PartitionSelection | None) -> None:
    """Lets workers load beside what comes before the first run, when a request for these partitions may have many.

    What comes before it takes as long as they do: the instance is opened, and the runs are planned.
    """
    terms = partitions["terms"] if partitions is not None else []
    may_be_many = any(term["kind"] != "key" and (term["kind"] != "latest" or term["count"] > 1) for term in terms)
    if may_be_many and choice.name in ("auto", "in-process") and choice.workers() > 1:
        load_workers(call.session)


@contextmanager
def runner_for(
    call: Call,
    choice: ExecutorChoice,
    works: Sequence[Planned],
    limits: RunLimits,
    carry_on: CarryOn | None = None,
) -> Iterator[Runner]:
    """What executes the runs of these works, each of which comes after those that it needs.

    Worker processes, when there may be several and the runs are going to be over sooner, or their number was asked for;
    else this process, which then decides for each run about its steps. What was begun before is not begun again; and
    where user code has ended a process, a worker is what it takes with it the next time.
    """
    specs = [spec for work in works for spec in work.specs]
    workers = min(choice.workers(), len(specs), limits.most or len(specs))
    instance = instance_of(call.session)
    pays = workers > 1 and (choice.is_explicit or _pay(instance, works, workers))
    if (pays or carry_on is not None) and _may_be_parallel(choice, specs):
        setup = setup_of(call.session, loaded_location(call.session).repositories, "in-process")
        with WorkerProcesses(call, instance, setup, workers if pays else 1) as processes:
            yield _carrying_on(processes, instance, carry_on)
    else:
        yield _carrying_on(ThisProcess(RunExecutor(call, choice)), instance, carry_on)


def _carrying_on(runner: Runner, instance: DagsterInstance, carry_on: CarryOn | None) -> Runner:
    return runner if carry_on is None else CarryingOn(runner, BegunRuns(instance, carry_on["run_ids"]))


def _may_be_parallel(choice: ExecutorChoice, specs: Sequence[RunSpec]) -> bool:
    kinds = {
        (spec.repository.name, spec.job.name, tuple(spec.assets or ()), tuple(spec.checks)): spec for spec in specs
    }
    return all(choice.runs_in_worker(spec.job, spec.run_config, plan_of(spec)) for spec in kinds.values())


def _pay(instance: DagsterInstance, works: Sequence[Planned], workers: int) -> bool:
    known: dict[tuple[str, tuple[AssetKey, ...]], float] = {}
    seconds: list[float] = []
    needs: list[Sequence[AbstractSet[int]]] = []
    for work in works:
        first = len(seconds)
        needs += renumbered(work.needs, {number: first + number for number in range(len(work.specs))})
        for spec in work.specs:
            assets = tuple(spec.assets or ())
            kind = spec.job.name, assets
            if kind not in known:
                known[kind] = expected_seconds(instance, spec.job, assets)
            seconds.append(known[kind])
    return workers_pay_for_runs(seconds, needs, workers)
