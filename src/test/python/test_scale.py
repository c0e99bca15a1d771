"""What Python does for definitions grows with their number, and not with the product of their number and another."""

import ast
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType, ModuleType, SimpleNamespace
from typing import Any

import dagster as dg
import pytest
from dagster_maven_bridge.checks.blocking_order import BlockingOrder
from dagster_maven_bridge.checks.check_runs import prepare_checks
from dagster_maven_bridge.definitions.code_hash import CodeHashes
from dagster_maven_bridge.definitions.project import Project
from dagster_maven_bridge.fingerprints.own_part import own_part
from dagster_maven_bridge.linting.mentions import Mentions
from dagster_maven_bridge.linting.suppressions import Suppressions
from dagster_maven_bridge.linting.told_metadata import ToldMetadata
from dagster_maven_bridge.operations.definitions import describe
from dagster_maven_bridge.partitions.partition_choice import PartitionChoice
from dagster_maven_bridge.protocol import SourceLocation
from dagster_maven_bridge.runs.dependency_order import in_dependency_order
from dagster_maven_bridge.runs.planning import Plan, plan_assets
from dagster_maven_bridge.runtime import LoadedLocation, LoadedRepository, Session
from running import Message, by_status, latest, opening, selection

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


def one_function_of_others(number: int) -> dg.Definitions:
    @dg.multi_asset(specs=[dg.AssetSpec(f"b{i}", deps=[f"a{i}"]) for i in range(number)])
    def many() -> Iterator[Any]:
        yield from ()

    return dg.Definitions(assets=[many, *(dg.AssetSpec(f"a{i}") for i in range(number))])


def one_function_of_another(number: int) -> dg.Definitions:
    def function(name: str, upstream: str) -> dg.AssetsDefinition:
        @dg.multi_asset(name=name, specs=[dg.AssetSpec(f"{name}{i}", deps=[f"{upstream}{i}"]) for i in range(number)])
        def many() -> Iterator[Any]:
            yield from ()

        return many

    return dg.Definitions(assets=[function("a", "x"), function("b", "a")])


def one_function_of_parts(number: int) -> dg.Definitions:
    @dg.multi_asset(specs=[dg.AssetSpec(f"a{i}", deps=[f"x{i}"]) for i in range(number)], can_subset=True)
    def many() -> Iterator[Any]:
        yield from ()

    return dg.Definitions(assets=[many])


def functions_in_a_row(number: int) -> dg.Definitions:
    """The name of the first thing that the last of them makes comes first, so that this is looked at first."""

    def function(place: int) -> dg.AssetsDefinition:
        specs = [dg.AssetSpec(f"s{number - place:05}"), dg.AssetSpec(f"t{place:05}", deps=[f"t{place - 1:05}"])]

        @dg.multi_asset(name=f"make_{place}", specs=specs)
        def both() -> Iterator[Any]:
            yield from ()

        return both

    return dg.Definitions(assets=[function(place) for place in range(number)])


def one_graph(number: int) -> dg.Definitions:
    @dg.op
    def one() -> int:
        return 1

    @dg.graph_multi_asset(outs={f"a{i}": dg.AssetOut() for i in range(number)})
    def many() -> Any:
        return {f"a{i}": one.alias(f"make_{i}")() for i in range(number)}

    return dg.Definitions(assets=[many])


def blocking_checks_in_a_row(number: int) -> dg.Definitions:
    def gate(place: int) -> Any:
        @dg.asset_check(asset=f"a{place}", name="holds", blocking=True)
        def holds() -> Any: ...

        return holds

    specs = [dg.AssetSpec(f"a{place}", deps=[f"a{place - 1}"] if place else []) for place in range(number)]
    return dg.Definitions(assets=specs, asset_checks=[gate(place) for place in range(number)])


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


def looks(action: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the bridge compares or hashes a key: to look through all of a tuple is one instruction of Python."""
    found = 0

    def counted(of: Callable[..., Any]) -> Callable[..., Any]:
        def look(*keys: Any) -> Any:
            nonlocal found
            # Dagster, too, looks at each key for each other one, when it puts jobs together.
            found += "dagster_maven_bridge" in sys._getframe(1).f_code.co_filename
            return of(*keys)

        return look

    with monkeypatch.context() as while_acting:
        for kind in (dg.AssetKey, dg.AssetCheckKey):
            for look in ("__eq__", "__hash__"):
                while_acting.setattr(kind, look, counted(getattr(kind, look)))
        action()
    return found


def assert_linear(taken: Callable[[int], int], few: int = 30) -> None:
    """What twice as many more definitions take is twice as much more."""
    # What is read once is read in the first of them.
    _, least, some, most = (taken(number) for number in (few, few, 2 * few, 4 * few))
    assert most - some < 2.3 * (some - least)


def module_of(file: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A file that is written and imported, for the time of a test."""
    file.write_text(text, encoding="utf-8")
    # Not by its loader, which takes a file of the same second for the one before it.
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    exec(compile(text, file, "exec"), vars(module))
    monkeypatch.setitem(sys.modules, file.stem, module)
    return module


@pytest.fixture
def of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Definitions:
    """As many modules, each with definitions that have no function, so that they are searched in the text."""

    numbers = itertools.count()

    def of_files_(number: int) -> dg.Definitions:
        modules = []
        for _ in range(number):
            name = f"shop_{next(numbers)}"
            text = (
                "import dagster as dg\n"
                f"asset = dg.AssetSpec('{name}_asset', deps=['raw'])\n"
                f"job = dg.define_asset_job('{name}_job', selection=['first'])\n"
                f"schedule = dg.ScheduleDefinition(name='{name}_daily', cron_schedule='@daily', job=job)\n"
            )
            modules.append(module_of(tmp_path / f"{name}.py", text, monkeypatch))

        @dg.asset
        def first() -> None: ...

        return dg.Definitions(
            assets=[first, *(module.asset for module in modules)],
            jobs=[module.job for module in modules],
            schedules=[module.schedule for module in modules],
        )

    return of_files_


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


def repository_of(session: Session) -> Any:
    assert session.location is not None
    return session.location.repositories[0].definition


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


def test_describing_takes_as_long_for_each_file_however_many_there_are(
    of_files: Definitions, session_of: SessionOf
) -> None:
    assert_linear(lambda number: steps(describing(session_of(of_files(number)))))


def test_looking_for_metadata_takes_as_long_for_each_function_however_many_they_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(str(tmp_path), str(tmp_path))

    def looked(number: int) -> int:
        helpers = "".join(f"def h{i}(): return h{i + 1}()\n" for i in range(number))
        makers = "".join(f"def a{i}(): return h0()\n" for i in range(number))
        module = module_of(tmp_path / "shop.py", f"{helpers}def h{number}(): return 1\n{makers}", monkeypatch)
        functions = [getattr(module, f"a{i}") for i in range(number)]
        told = ToldMetadata(project)
        return steps(lambda: [told.may_be_of(function) for function in functions])

    assert_linear(looked)


def test_comments_are_found_as_soon_for_each_definition_however_many_there_are(tmp_path: Path) -> None:
    project = Project(str(tmp_path), str(tmp_path))

    def covered(number: int) -> int:
        file = tmp_path / f"shop_{number}.py"
        file.write_text(number * "# dagster-lint: ignore[missing-owner]\ndef asset(): ...\n\n", encoding="utf-8")
        places: list[SourceLocation] = [{"file": str(file), "line": 3 * i + 2, "source": None} for i in range(number)]
        suppressions = Suppressions(project, Mentions(project), ["missing-owner"])
        assert suppressions.cover("missing-owner", places[0])
        return steps(lambda: [suppressions.cover("missing-owner", place) for place in places])

    assert_linear(covered)


def test_files_are_read_once_however_many_there_are(
    of_files: Definitions, session_of: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    parse = ast.parse

    def counted(source: Any, file: str = "<unknown>", *arguments: Any, **named: Any) -> Any:
        read.append(file)
        return parse(source, file, *arguments, **named)

    monkeypatch.setattr(ast, "parse", counted)
    again = describing(session_of(of_files(600)))
    first, second = again(), again()
    assert first == second
    of_project = [file for file in read if os.path.basename(file).startswith("shop_")]
    assert sorted(of_project) == sorted(set(of_project))
    assert len(of_project) == 600


def test_the_hash_of_code_takes_as_long_for_each_function_however_large_what_they_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(str(tmp_path), str(tmp_path))

    def hashed(number: int) -> int:
        functions = "".join(f"def f{i}(): return KEYS\n" for i in range(number))
        module = module_of(tmp_path / "shop.py", f"KEYS = {list(range(10 * number))}\n{functions}", monkeypatch)
        definitions = [SimpleNamespace(compute_fn=getattr(module, f"f{i}")) for i in range(number)]
        # As Python has it, and as the manifest tells it.
        each = [CodeHashes(project, tuple), CodeHashes(project, tuple, own_part)]
        return steps(lambda: [hashes.of(definition) for hashes in each for definition in definitions])

    assert_linear(hashed)


def test_what_functions_import_and_are_made_from_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(str(tmp_path), str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)

    def hashed(number: int) -> int:
        name = f"rates_{number}"
        rates = "".join(f"def r{i}(): return LIMIT\n" for i in range(number))
        (tmp_path / f"{name}.py").write_text(f"LIMIT = 1\n{rates}", encoding="utf-8")
        functions = "".join(f"def f{i}():\n from {name} import r{i}\n return TABLE, r{i}()\n" for i in range(number))
        table = "".join(f"TABLE.append(object({i}))\n" for i in range(number))
        module = module_of(tmp_path / "shop.py", f"object = id\nTABLE = [object]\n{table}{functions}", monkeypatch)
        definitions = [SimpleNamespace(compute_fn=getattr(module, f"f{i}")) for i in range(number)]
        each = [CodeHashes(project, tuple), CodeHashes(project, tuple, own_part)]
        return steps(lambda: [hashes.of(definition) for hashes in each for definition in definitions])

    assert_linear(hashed)


def test_the_hash_of_resources_takes_as_long_for_each_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(str(tmp_path), str(tmp_path))

    def hashed(number: int) -> int:
        entries = "".join(f"'r{i}': dict(a=LIMITS[{i}]), " for i in range(number))
        added = "".join(f"MORE['m{i}'] = {i}\n" for i in range(number))
        text = f"LIMITS = [1]\nMORE = {{}}\n{added}def made(): return dict(resources={{{entries}**MORE}})\n"
        module_of(tmp_path / f"resources_{number}.py", text, monkeypatch)
        definitions = dict.fromkeys(name + str(i) for i in range(number) for name in "rm")
        found: dict[str, str | None] = {}
        taken = steps(lambda: found.update(CodeHashes(project, tuple, own_part).of_resources(definitions)))
        monkeypatch.delitem(sys.modules, f"resources_{number}")
        assert len(set(found.values())) == 2 * number
        return taken

    assert_linear(hashed)


def planning(definition: Any, tmp_path: Path, term: Message | None = None) -> Callable[[], Plan]:
    choice = PartitionChoice(selection(term or latest()), None)  # type: ignore[arg-type]
    instance = dg.DagsterInstance.ephemeral(tempdir=str(tmp_path))
    keys = definition.asset_graph.get_all_asset_keys()
    return lambda: plan_assets(definition, instance, keys, choice, explicit=False)


PLANNED = [one_function, one_function_of_others, one_function_of_another, one_function_of_parts]


@pytest.mark.parametrize("definitions", PLANNED)
def test_planning_takes_as_long_for_each_asset_however_many_there_are(
    definitions: Definitions, session_of: SessionOf, tmp_path: Path
) -> None:
    assert_linear(lambda number: steps(planning(repository_of(session_of(definitions(number))), tmp_path)))


def test_planning_takes_as_long_for_each_partition_however_many_there_are(
    session_of: SessionOf, tmp_path: Path
) -> None:
    def planned(number: int) -> int:
        start, end = datetime(2023, 1, 1), datetime(2023, 1, 1) + timedelta(days=number)
        hourly = dg.HourlyPartitionsDefinition(start, end_date=end)
        daily = dg.DailyPartitionsDefinition(start, end_date=end)

        def asset(name: str, partitions: Any, *deps: Any) -> dg.AssetsDefinition:
            @dg.asset(name=name, partitions_def=partitions, deps=deps)
            def inner() -> None: ...

            return inner

        before = dg.AssetDep("total", partition_mapping=dg.TimeWindowPartitionMapping(-1, -1))
        source, raw = asset("source", None), asset("raw", hourly, "source")
        ranked = asset("ranked", hourly, dg.AssetDep("raw", partition_mapping=dg.AllPartitionMapping()))
        assets = [source, raw, asset("total", hourly, before, "raw"), ranked, asset("by_day", daily, "raw")]
        return steps(planning(repository_of(session_of(dg.Definitions(assets))), tmp_path, by_status("all")))

    assert_linear(planned, few=10)


@pytest.mark.parametrize("definitions", PLANNED)
def test_planning_looks_for_each_asset_as_often_however_many_there_are(
    definitions: Definitions, session_of: SessionOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(number: int) -> int:
        return looks(planning(repository_of(session_of(definitions(number))), tmp_path), monkeypatch)

    assert_linear(looked, few=100)


def test_functions_in_a_row_are_planned_however_many_there_are(tmp_path: Path) -> None:
    number = 1_100
    # Not loaded in full: for the jobs of such a row Dagster's own recursion may be too deep.
    [run] = planning(functions_in_a_row(number).get_repository_def(), tmp_path)().runs
    assert [key.to_user_string() for key in run.assets] == [
        name for place in range(number) for name in (f"s{number - place:05}", f"t{place:05}")
    ]


def planning_checks(repository: Any, tmp_path: Path) -> Callable[[], object]:
    options: Any = {"config_files": [], "config_json": None, "tags": {}, "carry_on": None}
    request: Any = {"select": None, "check_names": [], "partitions": selection(latest()), "options": options}
    instance = dg.DagsterInstance.ephemeral(tempdir=str(tmp_path))
    repositories = [LoadedRepository("shop", repository, None)]
    project = Project(str(tmp_path), str(tmp_path))
    return lambda: prepare_checks(request, repositories, instance, project)


def test_planning_checks_takes_as_long_for_each_however_many_there_are(session_of: SessionOf, tmp_path: Path) -> None:
    def planned(number: int) -> int:
        return steps(planning_checks(repository_of(session_of(one_function_for_checks(number))), tmp_path))

    assert_linear(planned)


def test_planning_checks_looks_for_each_as_often_however_many_there_are(
    session_of: SessionOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(number: int) -> int:
        repository = repository_of(session_of(one_function_for_checks(number)))
        return looks(planning_checks(repository, tmp_path), monkeypatch)

    assert_linear(looked, few=100)


def test_blocking_checks_in_a_row_are_ordered_in_time_that_grows_with_the_pairs_that_wait() -> None:
    def seconds(action: Callable[[], object]) -> float:
        before = time.thread_time()
        action()
        return time.thread_time() - before

    graph: Any = blocking_checks_in_a_row(500).get_repository_def().asset_graph
    checks = sorted(graph.asset_check_keys, key=lambda check: int(check.asset_key.path[0][1:]))
    # Names in another order than the row.
    order = BlockingOrder(graph, sorted(checks))
    assert order.rounds() == [[check] for check in checks]
    # Sets are intersected without an instruction, or a look, for each element: only a clock tells.
    pairs = min(seconds(lambda: [other for check in checks for other in order.waits_for(check)]) for _ in range(5))
    assert min(seconds(order.rounds) for _ in range(3)) < 60 * pairs


def test_assets_are_ordered_as_dagster_orders_them(session_of: SessionOf) -> None:
    @dg.asset(
        partitions_def=dg.DailyPartitionsDefinition("2024-01-01"),
        deps=[dg.AssetDep("past", partition_mapping=dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1))],
    )
    def past() -> None: ...

    deps = {"z": [], "c": ["z"], "b": ["z", "c"], "a": ["b", "elsewhere"], "d": [], "y": ["a", "d", "past"]}
    specs = [dg.AssetSpec(key, deps=needed) for key, needed in deps.items()]
    graph = repository_of(session_of(dg.Definitions(assets=[past, *specs]))).asset_graph
    assert in_dependency_order(graph) == list(graph.toposorted_asset_keys)
