"""Runs that are executed at the same time, in worker processes, and what becomes of the others when one goes wrong."""

import os
import textwrap
from pathlib import Path
from typing import Any

import pytest
import running
from running import Open, RunningBridge, key, selection

# Each asset has partitions of its own, so that each is a run of its own.
SHOP = """
import os, sys, time
import dagster as dg

def asset(number, deps=()):
    @dg.asset(name=f"part_{number}", partitions_def=dg.StaticPartitionsDefinition([f"key_{number}"]), deps=list(deps))
    def part(context):
        work(context, number)
        return dg.MaterializeResult(metadata={"process": os.getpid(), "home": os.environ["DAGSTER_HOME"]})
    return part

def work(context, number):
    context.log.info(f"log of {number}")
    print(f"print of {number}")

parts = [asset(number) for number in range(10)]
"""
DEFINITIONS = "\ndefs = dg.Definitions(assets=parts)\n"


@pytest.fixture
def bridge_of(bridge_of: Open) -> Open:
    """Opens bridges on the partitioned assets and what is added to them."""
    return lambda source, **parameters: bridge_of(SHOP + textwrap.dedent(source) + DEFINITIONS, **parameters)


def processes(bridge: RunningBridge) -> set[int]:
    return {data["metadata"]["process"] for data in bridge.of("asset_materialized")}


def by_status(bridge: RunningBridge) -> dict[str, list[str | None]]:
    partitions = {data["run_id"]: data["partition"] for data in bridge.of("run_started")}
    found: dict[str, list[str | None]] = {}
    for data in bridge.of("run_ended"):
        found.setdefault(data["status"], []).append(partitions[data["run_id"]])
    return {status: sorted(keys, key=str) for status, keys in found.items()}


def test_many_runs_are_executed_by_as_many_processes_as_were_asked_for(bridge_of: Open) -> None:
    bridge = bridge_of("")
    result = bridge.materialize(parallelism=2)
    assert bridge.statuses() == ["SUCCESS"] * 10
    assert result["run_ids"] == [
        run["run_id"] for run in sorted(bridge.of("run_started"), key=lambda run: str(run["partition"]))
    ]
    assert len(processes(bridge)) == 2
    assert bridge.process.pid not in processes(bridge)
    assert sorted(record["message"] for record in bridge.of("log_record")) == [f"log of {n}" for n in range(10)]
    partitions = {data["run_id"]: data["partition"] for data in bridge.of("run_started")}
    printed = {partitions[data["run_id"]]: (data["step"], data["line"]) for data in bridge.of("output")}
    assert printed == {f"key_{n}": (f"part_{n}", f"print of {n}") for n in range(10)}
    assert {data["metadata"]["home"] for data in bridge.of("asset_materialized")} == {str(bridge.home)}


def test_no_worker_is_left_when_the_request_has_ended(bridge_of: Open) -> None:
    bridge = bridge_of("")
    bridge.materialize(parallelism=2)
    for pid in processes(bridge):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_one_process_is_enough_for_one_at_a_time(bridge_of: Open) -> None:
    bridge = bridge_of("")
    bridge.materialize(parallelism=1)
    assert processes(bridge) == {bridge.process.pid}


def test_runs_that_are_known_to_be_short_are_not_worth_a_worker_that_nobody_asked_for(bridge_of: Open) -> None:
    bridge = bridge_of("")
    bridge.materialize(parallelism=1)
    bridge.materialize()
    assert processes(bridge) == {bridge.process.pid}


@pytest.mark.parametrize(
    ("death", "told"),
    [
        ("os._exit(7)", "its process ended with exit code 7"),
        ("os.kill(os.getpid(), 11)", "its process was killed by signal 11 (SIGSEGV)"),
    ],
)
def test_a_worker_that_dies_takes_only_its_run_with_it(bridge_of: Open, death: str, told: str) -> None:
    bridge = bridge_of(f"""
    def work(context, number):
        if number == 3:
            {death}
    """)
    bridge.materialize(parallelism=2)
    assert by_status(bridge) == {
        "FAILURE": ["key_3"],
        "SUCCESS": [f"key_{number}" for number in range(10) if number != 3],
    }
    failure = next(data["failure"] for data in bridge.of("run_ended") if data["status"] == "FAILURE")
    assert failure["message"] == told
    runs = bridge.call("runs.list", {"job": None, "statuses": ["FAILURE"], "limit": None})["runs"]
    assert [run["status"] for run in runs] == ["FAILURE"]


def test_few_runs_have_workers_too_when_their_number_is_asked_for(bridge_of: Open) -> None:
    bridge = bridge_of("""
    def work(context, number):
        if number == 1:
            os._exit(7)
    """)
    bridge.materialize("part_0 or part_1 or part_2", parallelism=2)
    assert by_status(bridge) == {"FAILURE": ["key_1"], "SUCCESS": ["key_0", "key_2"]}


def test_a_worker_that_dies_between_two_runs_is_replaced(bridge_of: Open) -> None:
    bridge = bridge_of("""
    import threading
    def work(context, number):
        if number < 2:
            threading.Timer(0.3, os._exit, [9]).start()
        if number == 2:
            time.sleep(2)
    """)
    result = bridge.materialize(parallelism=2)
    assert "problems" not in result
    ends = by_status(bridge)
    # One may be hit while it executes another run: that one has failed, and no other.
    assert len(ends["SUCCESS"]) >= 8 and sum(map(len, ends.values())) == 10


def test_the_end_of_a_run_is_told_once_when_its_worker_dies_right_after_it(bridge_of: Open) -> None:
    bridge = bridge_of("""
    def work(context, number):
        if number == 3:
            from dagster_maven_bridge.runs.execution import RunOutcome
            # Sent right after the end of the run was told.
            RunOutcome.__reduce__ = lambda outcome: os._exit(9)
    """)
    result = bridge.materialize(parallelism=2)
    assert by_status(bridge) == {"SUCCESS": [f"key_{number}" for number in range(10)]}
    assert len(result["run_ids"]) == 10


def test_what_failed_a_blocking_check_blocks_also_when_the_process_dies_afterwards(bridge_of: Open) -> None:
    bridge = bridge_of("""
    @dg.multi_asset(
        specs=[dg.AssetSpec("checked", partitions_def=dg.StaticPartitionsDefinition(["one"]))],
        check_specs=[dg.AssetCheckSpec("good", asset="checked", blocking=True)],
    )
    def checked():
        yield dg.AssetMaterialization("checked", partition="one")
        yield dg.AssetCheckResult(asset_key="checked", check_name="good", passed=False)
        yield dg.Output(None, "checked")
        os._exit(3)

    everything = dg.StaticPartitionMapping({"one": "last"})
    @dg.asset(
        partitions_def=dg.StaticPartitionsDefinition(["last"]),
        deps=[dg.AssetDep("checked", partition_mapping=everything)],
    )
    def last(): ...

    parts.extend([checked, last])
    """)
    bridge.materialize(parallelism=2)
    assert "last" in [data["asset"] for data in bridge.of("asset_skipped")]


def test_what_needs_a_failed_run_is_skipped_and_the_others_go_on(bridge_of: Open) -> None:
    bridge = bridge_of("""
    def work(context, number):
        if number == 0:
            raise RuntimeError("no shop today")

    everything = dg.StaticPartitionMapping({"key_0": "last"})
    @dg.asset(
        partitions_def=dg.StaticPartitionsDefinition(["last"]),
        deps=[dg.AssetDep(parts[0], partition_mapping=everything)],
    )
    def last(): ...

    parts.append(last)
    """)
    bridge.materialize(parallelism=2)
    assert by_status(bridge) == {"FAILURE": ["key_0"], "SUCCESS": [f"key_{number}" for number in range(1, 10)]}
    assert bridge.of("asset_skipped") == [
        {"asset": "last", "partition": "last", "reason": "its upstream asset part_0[key_0] failed"}
    ]


def test_a_run_starts_when_what_it_needs_has_ended(bridge_of: Open) -> None:
    # The run of key_0 goes on until that of "other" is there, which comes after "last" in the plan: whoever does not
    # wait for what "last" needs starts it meanwhile.
    bridge = bridge_of("""
    flag = os.path.join(os.path.dirname(__file__), "flag")

    def work(context, number):
        for _ in range(600 if number == 0 else 0):
            if os.path.exists(flag):
                return
            time.sleep(0.05)
        assert number

    def needing(part, key):
        mapping = dg.StaticPartitionMapping({f"key_{parts.index(part)}": key})
        return dict(
            partitions_def=dg.StaticPartitionsDefinition([key]),
            deps=[dg.AssetDep(part, partition_mapping=mapping)],
        )

    @dg.asset(**needing(parts[0], "last"))
    def last(): ...

    @dg.asset(**needing(parts[1], "other"))
    def other():
        open(flag, "w").close()

    parts = [*parts[:6], last, other]
    """)
    bridge.materialize(parallelism=2)
    assert bridge.statuses() == ["SUCCESS"] * 8
    assert [run["partition"] for run in bridge.of("planned")[0]["runs"]][-2:] == ["last", "other"]
    runs = {data["partition"]: data["run_id"] for data in bridge.of("run_started")}
    order = [(name, data["run_id"]) for name, data in bridge.events if name in ("run_started", "run_ended")]
    assert order.index(("run_ended", runs["key_0"])) < order.index(("run_started", runs["last"]))


def test_a_cancel_ends_the_runs_under_way_and_starts_no_other(bridge_of: Open) -> None:
    bridge = bridge_of("""
    def work(context, number):
        print(f"{number} sleeps", flush=True)
        time.sleep(60)
    """)
    started: list[str] = []

    def cancel(event: str, data: dict[str, Any]) -> None:
        if event == "step_started":
            started.append(data["run_id"])
            if len(started) == 2:
                bridge.cancel()

    bridge.materialize(parallelism=2, on=cancel)
    assert bridge.statuses() == ["CANCELED", "CANCELED"]
    runs = bridge.call("runs.list", {"job": None, "statuses": [], "limit": None})["runs"]
    assert sorted(run["run_id"] for run in runs) == sorted(started)
    assert {run["status"] for run in runs} == {"CANCELED"}


def test_limits_of_the_users_instance_hold(bridge_of: Open, tmp_path: Path) -> None:
    settings = tmp_path / "dagster.yaml"
    settings.write_text("""
telemetry: {enabled: false}
concurrency:
  runs:
    tag_concurrency_limits: [{key: team, value: shop, limit: 1}]
""")
    bridge = bridge_of(
        """
        def work(context, number):
            lock = os.path.join(os.path.dirname(__file__), "lock")
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            time.sleep(0.1)
            os.unlink(lock)
        """,
        instance_config=str(settings),
    )
    bridge.materialize(parallelism=2, tags={"team": "shop"})
    assert bridge.statuses() == ["SUCCESS"] * 10


IN_POOL = """
from pathlib import Path

folder = Path(__file__).parent

def alone():
    return (folder / "expected").read_text() == "1"

def in_pool(number):
    # The pool is that of an op which comes second: Dagster counts all ops of a run.
    @dg.op(name=f"first_{number}")
    def first(): ...

    @dg.op(name=f"second_{number}", pool="warehouse", ins={"after": dg.In(dg.Nothing)})
    def second():
        mine = folder / f"using_{number}"
        mine.touch()
        # So many are expected once; where no more than one is, others get the time to be wrong.
        expected, end = int((folder / "expected").read_text()), time.monotonic() + (0.1 if alone() else 60)
        while not (folder / "seen").exists() and time.monotonic() < end:
            if not alone() and len(list(folder.glob("using_*"))) >= expected:
                (folder / "seen").touch()
            time.sleep(0.01)
        using = len(list(folder.glob("using_*")))
        mine.unlink()
        return dg.Output(1, metadata={"using": using})

    key = dg.StaticPartitionsDefinition([f"key_{number}"])

    @dg.graph_asset(name=f"pooled_{number}", partitions_def=key)
    def pooled():
        return second(first())

    return pooled

parts = [in_pool(number) for number in range(6)]
"""


def _settings(folder: Path, pools: str) -> str:
    settings = folder / "dagster.yaml"
    settings.write_text(f"telemetry: {{enabled: false}}\nconcurrency: {{pools: {pools}}}\n")
    return str(settings)


@pytest.mark.parametrize(
    ("pools", "set_to", "most"),
    [
        ("{granularity: run, default_limit: 1}", None, 1),
        ("{granularity: run, default_limit: 1}", 2, 2),
        ("{granularity: run}", 1, 1),
        ("{granularity: run}", None, 3),
        ("{granularity: op, default_limit: 1}", None, 1),
    ],
)
def test_no_more_runs_use_a_pool_at_a_time_than_the_instance_allows(
    bridge_of: Open, tmp_path: Path, pools: str, set_to: int | None, most: int
) -> None:
    bridge = bridge_of(IN_POOL, instance_config=_settings(tmp_path, pools))
    if set_to is not None:
        bridge.call("concurrency.set", {"key": "warehouse", "limit": set_to})
    (tmp_path / "expected").write_text(str(most))
    bridge.materialize(parallelism=3)
    assert bridge.statuses() == ["SUCCESS"] * 6
    using = [data["metadata"]["using"] for data in bridge.of("asset_materialized")]
    assert max(using) <= most
    # That they wait for each other is how it should be.
    assert not [data for data in bridge.of("log_record") if data["message"].startswith("Waiting")]
    assert most == 1 or (tmp_path / "seen").exists()


def test_a_pool_that_allows_no_run_is_an_error(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(IN_POOL, instance_config=_settings(tmp_path, "{granularity: run}"))
    bridge.call("concurrency.set", {"key": "warehouse", "limit": 0})
    (found,) = bridge.materialize(parallelism=3)["problems"]
    assert found["message"] == "The instance allows no run that uses the pool 'warehouse': its limit is 0"
    assert "-Ddagster.concurrencyKey=warehouse" in found["remedy"]


def test_what_a_run_prints_in_whatever_way_is_told_as_its_own_before_its_end(bridge_of: Open) -> None:
    bridge = bridge_of(
        """
        def work(context, number):
            os.write(2, f"of {number}: ".encode())
            os.system(f"echo from a child process")
            sys.stdout.write("x" * 100_000 + "\\n")
            sys.stderr.write("no end of line")
        """
    )
    bridge.materialize(parallelism=2)
    for run in bridge.of("run_started"):
        number = run["partition"].removeprefix("key_")
        of_run = [(name, data) for name, data in bridge.events if data.get("run_id") == run["run_id"]]
        lines = [data["line"] for name, data in of_run if name == "output"]
        assert lines[0] == f"of {number}: from a child process"
        assert "".join(lines[1:-1]) == "x" * 100_000
        assert lines[-1] == "no end of line"
        assert of_run[-1][0] == "run_ended"


def test_a_worker_that_dies_has_its_last_words_told(bridge_of: Open) -> None:
    bridge = bridge_of(
        """
        def work(context, number):
            if number == 3:
                os.write(2, b"about to go")
                os._exit(7)
        """
    )
    bridge.materialize(parallelism=2)
    (failed,) = [data["run_id"] for data in bridge.of("run_ended") if data["status"] == "FAILURE"]
    assert [data["line"] for data in bridge.of("output") if data["run_id"] == failed] == ["about to go"]


def test_a_limit_that_allows_no_run_is_an_error(bridge_of: Open, tmp_path: Path) -> None:
    settings = tmp_path / "dagster.yaml"
    settings.write_text("""
telemetry: {enabled: false}
concurrency:
  runs:
    tag_concurrency_limits: [{key: team, value: shop, limit: 0}]
""")
    bridge = bridge_of("", instance_config=str(settings))
    answer = bridge.materialize(parallelism=2, tags={"team": "shop"})
    assert answer["problems"][0]["message"] == (
        "The instance allows no run with the tag team=shop: its limit by tag is 0"
    )


def test_a_run_that_a_killed_build_has_left_takes_no_place(bridge_of: Open, tmp_path: Path) -> None:
    settings = tmp_path / "dagster.yaml"
    settings.write_text("telemetry: {enabled: false}\nconcurrency: {runs: {max_concurrent_runs: 1}}\n")
    source = """
    def work(context, number):
        if not os.path.exists(os.path.join(os.path.dirname(__file__), "go")):
            time.sleep(60)
    """
    killed = bridge_of(source, instance_config=str(settings))

    def kill(event: str, _: dict[str, Any]) -> None:
        if event == "step_started":
            killed.process.kill()

    with pytest.raises(AssertionError, match="the bridge ended"):
        killed.materialize("part_0", on=kill)
    (tmp_path / "go").touch()
    bridge = bridge_of(source, instance_config=str(settings))
    bridge.materialize("part_1")
    assert bridge.statuses() == ["SUCCESS"]


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_cancel_before_the_steps_of_a_run_begin_is_kept(bridge_of: Open, parallelism: int) -> None:
    bridge = bridge_of("""
    def work(context, number):
        time.sleep(3)
    """)
    bridge.materialize(
        "part_0 or part_1 or part_2",
        parallelism=parallelism,
        on=lambda event, _: bridge.cancel() if event == "run_started" else None,
    )
    assert set(bridge.statuses()) == {"CANCELED"}


def _places(bridge: RunningBridge) -> tuple[int, int]:
    """How many places in the pool are taken, and how many are waited for."""
    (found,) = bridge.call("concurrency.list", {"key": "warehouse"})["limits"]
    return found["occupied"], found["waiting"]


def _in_pool(work: str) -> str:
    return f"""
    keys = dg.StaticPartitionsDefinition([f"day_{{n}}" for n in range(3)])
    @dg.asset(name="shipped", pool="warehouse", partitions_def=keys)
    def made(context):
        {work}

    parts = [made]
    """


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_run_whose_process_dies_gives_back_its_place_in_a_pool(
    bridge_of: Open, tmp_path: Path, parallelism: int
) -> None:
    settings = _settings(tmp_path, "{default_limit: 1}")
    bridge = bridge_of(_in_pool('context.partition_key == "day_1" and os._exit(3)'), instance_config=settings)
    if parallelism == 1:
        with pytest.raises(AssertionError, match="the bridge ended"):
            bridge.materialize("shipped", partitions=selection(running.by_status("all")), parallelism=1)
        bridge = bridge_of(_in_pool("pass"), instance_config=settings)
        bridge.materialize("shipped", partitions=selection(running.by_status("missing")), parallelism=1)
        assert bridge.statuses() == ["SUCCESS"] * 2
    else:
        bridge.materialize("shipped", partitions=selection(running.by_status("all")), parallelism=2)
        assert sorted(bridge.statuses()) == ["FAILURE", "SUCCESS", "SUCCESS"]
    assert _places(bridge) == (0, 0)
    runs = bridge.call("runs.list", {"job": None, "statuses": [], "limit": None})["runs"]
    assert {run["status"] for run in runs} == {"SUCCESS", "FAILURE"}


def test_who_waits_for_a_place_in_a_pool_and_is_cancelled_waits_no_more(bridge_of: Open, tmp_path: Path) -> None:
    settings = _settings(tmp_path, "{default_limit: 1}")
    holding = bridge_of(_in_pool("time.sleep(60)"), instance_config=settings)

    def wait_beside(event: str, _: dict[str, Any]) -> None:
        if event != "step_started":
            return
        waiting = bridge_of(_in_pool("pass"), instance_config=settings)
        waiting.materialize(
            "shipped",
            partitions=selection(key("day_1")),
            parallelism=1,
            on=lambda name, _: waiting.cancel() if name == "log_record" else None,
        )
        assert waiting.statuses() == ["CANCELED"]
        (record,) = waiting.of("log_record")
        (run,) = {data["run_id"] for data in holding.of("run_started")}
        assert record["message"] == (
            f"Waiting for a place in the pool 'warehouse': runs elsewhere have them ({run}). One that has ended and is"
            " not known to can be deleted with the goal run-delete (-Ddagster.runId=…)."
        )
        assert _places(waiting) == (1, 0)
        holding.cancel()

    holding.materialize("shipped", partitions=selection(key("day_0")), parallelism=1, on=wait_beside)
    assert holding.statuses() == ["CANCELED"]
    assert _places(holding) == (0, 0)


def test_a_step_that_joins_those_who_wait_when_the_last_place_is_given_back_gets_it(
    bridge_of: Open, tmp_path: Path
) -> None:
    settings = _settings(tmp_path, "{default_limit: 1}")
    # What Dagster's storage says in that moment, once.
    too_late = """
    from dagster._core.storage.event_log.sql_event_log import SqlEventLogStorage as Storage

    has_unassigned_slots = Storage.has_unassigned_slots

    def too_late(self, key):
        Storage.has_unassigned_slots = has_unassigned_slots
        return False

    Storage.has_unassigned_slots = too_late
    """
    bridge = bridge_of(too_late + _in_pool("pass"), instance_config=settings)
    bridge.materialize("shipped", partitions=selection(key("day_0")), parallelism=1)
    assert bridge.statuses() == ["SUCCESS"]
