"""Jobs that are launched for another process to execute: a daemon, or a code server."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import Start, WriteProject, until
from running import Message, Open, RunningBridge

JOBS = """
import time
from pathlib import Path

@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["north", "south", "west"]))
def sales(context):
    context.log.info(f"region {context.partition_key}")

@dg.asset_check(asset=sales)
def has_rows():
    return dg.AssetCheckResult(passed=False, description="no rows")

@dg.op
def first():
    return 1

@dg.op(config_schema={"rows": int, "note": dg.Field(str, default_value="none")})
def second(context, value):
    return value + context.op_config["rows"]

@dg.op
def failing(value):
    raise ValueError(f"bad {value}")

@dg.op
def endless():
    while not Path("stop").exists():
        time.sleep(0.1)

@dg.job(config={"ops": {"second": {"config": {"rows": 3}}}}, description="Adds two numbers.")
def add():
    second(first())

@dg.job
def unconfigured():
    second(first())

@dg.job
def broken():
    failing(first())

@dg.job
def forever():
    endless()

by_region = dg.define_asset_job("by_region", selection=[sales])
defs = dg.Definitions(
    assets=[sales],
    asset_checks=[has_rows],
    jobs=[add, broken, forever, unconfigured, by_region],
    executor=dg.in_process_executor,
)
"""

GIVEN = "0b7a1f9e-3c1d-4a51-9d0c-6f2a7b1c8d3e"

AT_ONCE = """
run_coordinator:
  module: dagster.core.run_coordinator
  class: DefaultRunCoordinator
telemetry:
  enabled: false
"""


@pytest.fixture
def bridge_of(bridge_of: Open) -> Open:
    """Opens bridges on the jobs."""
    return partial(bridge_of, JOBS)


@pytest.fixture
def at_once(bridge_of: Open, tmp_path: Path) -> RunningBridge:
    """An instance whose coordinator launches a run at once, below a code server."""
    settings = tmp_path / "settings.yaml"
    settings.write_text(AT_ONCE, encoding="utf-8")
    return bridge_of(instance_config=str(settings))


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Starts a daemon of the home."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        settings = tmp_path / "home" / "dagster.yaml"
        settings.write_text("telemetry:\n  enabled: false\nrun_queue:\n  dequeue_interval_seconds: 1\n")
        errors = open(tmp_path / "daemon.txt", "wb")  # noqa: SIM115
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "dagster._daemon", "run", "-m", "shop"],
                cwd=tmp_path,
                env={**os.environ, "DAGSTER_HOME": str(tmp_path / "home")},
                stdout=errors,
                stderr=errors,
            )
        )

    yield start
    for process in started:
        process.terminate()
        process.wait(30)


def launch(bridge: RunningBridge, job: str | None, **given: Any) -> Message:
    options: Message = {
        "config_files": [],
        "config_json": None,
        "tags": {},
        "executor": "definitions",
        "parallelism": 0,
    }
    parameters: Message = {
        "job": job,
        "location": None,
        "repository": None,
        "op_selection": [],
        "partitions": None,
        "options": {**options, **given.pop("options", {})},
        "run_id": None,
        "waiting": False,
    }
    return bridge.call("jobs.launch", {**parameters, **given})


def backfill(bridge: RunningBridge, job: str, **given: Any) -> Message:
    parameters: Message = {
        "job": job,
        "location": None,
        "repository": None,
        "partitions": [],
        "first": None,
        "last": None,
        "tags": {},
        "confirmed": True,
        "waiting": False,
    }
    return bridge.call("jobs.backfill", {**parameters, **given})


def follow(bridge: RunningBridge, *run_ids: str, seconds: float | None = None, **given: Any) -> Message:
    return bridge.call("runs.follow", {"run_ids": list(run_ids), "seconds": seconds}, **given)


def runs(bridge: RunningBridge) -> list[Message]:
    listed: list[Message] = bridge.call("runs.list", {"job": None, "statuses": [], "limit": None})["runs"]
    return listed


def only_problem(answer: Message) -> Message:
    (problem,) = answer["problems"]
    found: Message = problem
    return found


def test_without_a_daemon_a_run_is_queued_and_stays_so(bridge_of: Open) -> None:
    bridge = bridge_of()
    launched = launch(bridge, "add", run_id=GIVEN, options={"tags": {"team": "sales"}})
    assert launched == {
        "job": "add",
        "backfill_id": None,
        "partitions": [],
        "runs": [{"run_id": GIVEN, "job": "add", "partition": None, "status": "QUEUED"}],
        "queued": True,
        "daemon": False,
        "held": False,
    }
    (run,) = runs(bridge)
    assert (run["run_id"], run["status"], run["tags"]) == (GIVEN, "QUEUED", {"team": "sales"})


def test_who_waits_without_a_daemon_is_told_at_once_and_nothing_is_launched(bridge_of: Open) -> None:
    bridge = bridge_of()
    for answer in (launch(bridge, "add", waiting=True), backfill(bridge, "by_region", waiting=True)):
        problem = only_problem(answer)
        assert problem["kind"] == "no_daemon" and problem["parameter"] == "wait"
        assert problem["message"].startswith("Nothing was launched: no Dagster daemon works for the home ")
    assert runs(bridge) == []


def test_a_run_id_that_is_taken_or_none_is_refused(bridge_of: Open) -> None:
    bridge = bridge_of()
    launch(bridge, "add", run_id=GIVEN)
    assert only_problem(launch(bridge, "add", run_id=GIVEN))["message"] == f"There is a run {GIVEN} already"
    problem = only_problem(launch(bridge, "add", run_id="../a"))
    assert problem["parameter"] == "runId" and problem["message"].startswith("'../a' cannot be the id of a run")
    assert len(runs(bridge)) == 1


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({"partitions": ["west", "north"]}, ["north", "west"]),
        ({"partitions": ["north...south"]}, ["north", "south"]),
        ({"first": "south"}, ["south", "west"]),
        ({"last": "south"}, ["north", "south"]),
        ({"first": "south", "last": "south"}, ["south"]),
        ({}, ["north", "south", "west"]),
    ],
)
def test_a_backfill_tells_its_partitions_before_it_is_confirmed(
    bridge_of: Open, given: Message, keys: list[str]
) -> None:
    bridge = bridge_of()
    answer = backfill(bridge, "by_region", confirmed=False, **given)
    assert (answer["partitions"], answer["runs"], answer["backfill_id"]) == (keys, [], None)
    assert runs(bridge) == []


@pytest.mark.parametrize(
    ("job", "given", "parameter", "message"),
    [
        ("by_region", {"partitions": ["nord"]}, "partitions", "There is no partition 'nord' of the job by_region"),
        ("by_region", {"first": "nord"}, "from", "There is no partition 'nord' of the job by_region"),
        ("by_region", {"last": "nord"}, "to", "There is no partition 'nord' of the job by_region"),
        (
            "by_region",
            {"first": "west", "last": "north"},
            "from",
            "The range 'west...north' of the job by_region ends before it starts",
        ),
        ("by_region", {"partitions": ["west...north"]}, "partitions", "The range 'west...north' of the job by_region"),
        ("add", {}, "job", "The job 'add' is not partitioned"),
        ("ad", {}, "job", "There is no job 'ad'"),
    ],
)
def test_what_cannot_be_filled_is_refused(
    bridge_of: Open, job: str, given: Message, parameter: str, message: str
) -> None:
    problem = only_problem(backfill(bridge_of(), job, **given))
    assert problem["parameter"] == parameter and problem["message"].startswith(message)


def test_a_daemon_executes_what_was_queued_and_its_end_is_told(bridge_of: Open, daemon: Callable[[], None]) -> None:
    bridge = bridge_of()
    (queued,) = launch(bridge, "add")["runs"]
    (failing,) = launch(bridge, "broken")["runs"]
    bridge.close()
    daemon()
    bridge = bridge_of()
    until(lambda: any(run["status"] != "QUEUED" for run in runs(bridge)))
    follow(bridge, queued["run_id"], failing["run_id"], seconds=90)
    ended = {data["run_id"]: data["status"] for data in bridge.of("run_ended")}
    assert ended == {queued["run_id"]: "SUCCESS", failing["run_id"]: "FAILURE"}
    (failure,) = bridge.of("step_failed")
    assert failure["step"] == "failing" and failure["failure"]["message"] == "bad 1"
    assert failure["failure"]["at"]["file"].endswith("shop.py")
    # The daemon lives, so that one can wait now.
    launched = backfill(bridge, "by_region", waiting=True, tags={"reason": "new"})
    assert launched["daemon"] and len(launched["runs"]) == 3
    follow(bridge, *(run["run_id"] for run in launched["runs"]), seconds=90)
    assert bridge.statuses() == ["SUCCESS"] * 3
    checks = [(data["asset"], data["check"], data["passed"]) for data in bridge.of("check_evaluated")]
    assert checks == [("sales", "has_rows", False)] * 3
    made = {(data["asset"], data["partition"]) for data in bridge.of("asset_materialized")}
    assert made == {("sales", "north"), ("sales", "south"), ("sales", "west")}
    filled = [run for run in runs(bridge) if run["job"] == "by_region"]
    assert sorted(run["partition"] for run in filled) == ["north", "south", "west"]
    assert all(run["tags"]["reason"] == "new" for run in filled)


def test_who_waits_too_long_is_told_that_the_run_goes_on(bridge_of: Open) -> None:
    bridge = bridge_of()
    (queued,) = launch(bridge, "add")["runs"]
    start = time.monotonic()
    follow(bridge, queued["run_id"], seconds=1)
    assert time.monotonic() - start >= 1
    (ended,) = bridge.of("run_ended")
    assert ended["status"] == "FAILURE" and ended["failure"]["type"] == "Timeout"
    assert ended["failure"]["message"].endswith("the run goes on and was not cancelled")
    assert [run["status"] for run in runs(bridge)] == ["QUEUED"]


def test_a_queue_that_nobody_works_on_is_not_waited_for(bridge_of: Open) -> None:
    bridge = bridge_of()
    (queued,) = launch(bridge, "add")["runs"]
    follow(bridge, queued["run_id"])
    (ended,) = bridge.of("run_ended")
    assert ended["failure"]["type"] == "NoDaemon"
    assert [run["status"] for run in runs(bridge)] == ["QUEUED"]


def test_a_coordinator_that_launches_at_once_has_a_code_server_that_lives(at_once: RunningBridge) -> None:
    launched = launch(at_once, "add", waiting=True)
    assert (launched["queued"], launched["held"]) == (False, True)
    follow(at_once, launched["runs"][0]["run_id"])
    assert at_once.statuses() == ["SUCCESS"]
    launched = launch(at_once, "add", op_selection=["first"])
    follow(at_once, launched["runs"][0]["run_id"])
    assert at_once.statuses() == ["SUCCESS"]
    assert [step["key"] for step in at_once.of("run_started")[0]["steps"]] == ["first"]


def test_a_run_that_is_a_child_of_this_process_is_cancelled_with_the_wait(
    at_once: RunningBridge,
) -> None:
    (run,) = launch(at_once, "forever")["runs"]
    follow(at_once, run["run_id"], on=lambda name, _: at_once.cancel() if name == "step_started" else None)
    (ended,) = at_once.of("run_ended")
    assert (ended["status"], ended["failure"]["type"]) == ("CANCELED", "Interrupted")
    assert [run["status"] for run in runs(at_once)] == ["CANCELED"]


def test_a_job_is_described_and_its_configuration_scaffolded(bridge_of: Open) -> None:
    bridge = bridge_of()
    narrowing = {"location": None, "repository": None}
    assert bridge.call("jobs.print", {"job": "add", **narrowing}) == {
        "job": "add",
        "description": "Adds two numbers.",
        "ops": [
            {"name": "first", "definition": "first", "inputs": [], "outputs": ["result"]},
            {
                "name": "second",
                "definition": "second",
                "inputs": [{"name": "value", "upstream": ["first.result"]}],
                "outputs": ["result"],
            },
        ],
    }
    only = bridge.call("jobs.scaffold_config", {"job": "unconfigured", **narrowing, "only_required": True})
    assert only["yaml"] == "ops:\n  second:\n    config:\n      rows: 0\n"
    assert '"rows": 0' in only["json"] and "note" not in only["json"]
    everything = bridge.call("jobs.scaffold_config", {"job": "unconfigured", **narrowing, "only_required": False})
    assert "note" in everything["yaml"]


def test_a_configuration_has_the_settings_of_resources_and_floats(start: Start, write_project: WriteProject) -> None:
    client = start(
        write_project(
            {
                "d.py": """
                    import dagster as dg

                    class Warehouse(dg.ConfigurableResource):
                        url: str = "memory"

                    class Share(dg.Config):
                        rate: float

                    @dg.asset
                    def orders(config: Share, warehouse: Warehouse) -> None: ...

                    job = dg.define_asset_job("refresh", [orders])
                    defs = dg.Definitions([orders], jobs=[job], resources={"warehouse": Warehouse()})
                """
            }
        )
    )
    client.open("module_name", "d")
    parameters = {"job": "refresh", "location": None, "repository": None}
    required = client.ask("jobs.scaffold_config", {**parameters, "only_required": True})
    assert required["yaml"] == "ops:\n  orders:\n    config:\n      rate: 0.0\n"
    everything = client.ask("jobs.scaffold_config", {**parameters, "only_required": False})
    assert "  warehouse:\n    config:\n      url: null\n" in everything["yaml"]


def test_a_code_server_answers_at_its_address_until_it_is_told_to_end(bridge_of: Open) -> None:
    from dagster._grpc.client import DagsterGrpcClient

    bridge = bridge_of()
    answers = []

    def ask(name: str, data: Message) -> None:
        if name == "log_record":
            host, _, port = data["message"].rpartition(" at ")[2].partition(":")
            client = DagsterGrpcClient(port=int(port), host=host)

            # It listens right after it has told so.
            def answered() -> bool:
                try:
                    answers.append(client.ping("hello"))
                except Exception:
                    return False
                return True

            def end_it() -> None:
                until(answered)
                bridge.cancel()

            threading.Thread(target=end_it).start()

    served = bridge.call(
        "code_servers.serve", {"location": "shop", "host": "localhost", "port": None, "socket": None}, ask
    )
    assert served["address"].startswith("localhost:")
    assert len(answers) == 1
