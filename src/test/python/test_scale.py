"""What Python does for definitions grows with their number, and not with the product of their number and another."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import dagster as dg
import pytest
from dagster_maven_bridge.operations.definitions import describe
from dagster_maven_bridge.runtime import LoadedLocation, LoadedRepository, Session
from running import opening

Definitions = Callable[[int], dg.Definitions]

SessionOf = Callable[[dg.Definitions], Session]


def bare_specs(number: int) -> dg.Definitions:
    return dg.Definitions(assets=[dg.AssetSpec(f"a{i}", deps=[f"a{i - 1}"] if i else []) for i in range(number)])


def one_function(number: int) -> dg.Definitions:
    @dg.multi_asset(
        specs=[dg.AssetSpec(f"a{i}", deps=[f"a{i - 1}" if i else "raw"]) for i in range(number)],
        check_specs=[dg.AssetCheckSpec("holds", asset=f"a{i}") for i in range(number)],
    )
    def many() -> Iterator[Any]:
        yield from ()

    return dg.Definitions(assets=[many])


def one_function_of_parts(number: int) -> dg.Definitions:
    @dg.multi_asset(specs=[dg.AssetSpec(f"a{i}", deps=[f"x{i}"]) for i in range(number)], can_subset=True)
    def many() -> Iterator[Any]:
        yield from ()

    return dg.Definitions(assets=[many])


def one_graph(number: int) -> dg.Definitions:
    @dg.op
    def one() -> int:
        return 1

    @dg.graph_multi_asset(outs={f"a{i}": dg.AssetOut() for i in range(number)})
    def many() -> Any:
        return {f"a{i}": one.alias(f"make_{i}")() for i in range(number)}

    return dg.Definitions(assets=[many])


def one_function_for_checks(number: int) -> dg.Definitions:
    @dg.multi_asset_check(specs=[dg.AssetCheckSpec("holds", asset=f"a{i}") for i in range(number)])
    def many() -> Iterator[Any]:
        yield from ()

    return dg.Definitions(assets=[dg.AssetSpec(f"a{i}") for i in range(number)], asset_checks=[many])


def equal_partitions(number: int) -> dg.Definitions:
    keys = dg.StaticPartitionsDefinition([f"k{i}" for i in range(10 * number)])

    def asset(name: str) -> dg.AssetsDefinition:
        @dg.asset(name=name, partitions_def=keys)
        def inner() -> None: ...

        return inner

    return dg.Definitions(assets=[asset(f"a{i}") for i in range(number)])


def automations(number: int) -> dg.Definitions:
    @dg.asset
    def first() -> None: ...

    jobs = [dg.define_asset_job(f"job_{i}", selection=["first"]) for i in range(number)]

    def sensor(job: Any) -> Any:
        @dg.sensor(name=f"sees_{job.name}", job=job)
        def inner() -> None: ...

        return inner

    return dg.Definitions(
        assets=[first],
        jobs=jobs,
        schedules=[dg.ScheduleDefinition(f"daily_{job.name}", cron_schedule="@daily", job=job) for job in jobs],
        sensors=[sensor(job) for job in jobs],
    )


def steps(action: Callable[[], object]) -> int:
    """How many instructions Python carries out: a clock would tell of the machine, too."""
    found = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal found
        frame.f_trace_opcodes = True
        found += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return found


def assert_linear(taken: Callable[[int], int]) -> None:
    """What twice as many more definitions take is twice as much more."""
    # What is read once is read in the first of them.
    _, few, some, many = (taken(number) for number in (30, 30, 60, 120))
    assert many - some < 2.3 * (some - few)


@pytest.fixture
def session_of(tmp_path: Path) -> Iterator[SessionOf]:
    def session(definitions: dg.Definitions) -> Session:
        repository: Any = definitions.get_repository_def()
        repository.load_all_definitions()
        # Dagster makes it when it is first asked for.
        assert repository.asset_graph is not None
        loaded = LoadedRepository(repository.name, repository, None)
        parameters: Any = opening(tmp_path, tmp_path / "home")
        return Session(parameters, LoadedLocation("shop", [loaded], None))

    yield session


def describing(session: Session) -> Callable[[], object]:
    call: Any = SimpleNamespace(session=session, emit=lambda *_: None)
    request: Any = {"location": None, "repository": None, "dry_ticks": False, "append_assets": None}
    return lambda: describe(call, request)


@pytest.mark.parametrize(
    "definitions",
    [
        bare_specs,
        one_function,
        one_function_of_parts,
        one_graph,
        one_function_for_checks,
        equal_partitions,
        automations,
    ],
)
def test_describing_takes_as_long_for_each_definition_however_many_there_are(
    definitions: Definitions, session_of: SessionOf
) -> None:
    assert_linear(lambda number: steps(describing(session_of(definitions(number)))))
