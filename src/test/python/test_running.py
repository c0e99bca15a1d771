"""What runs, seen from the other end of the protocol."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import until
from running import MAIN, Open, RunningBridge, key, selection

CHAIN = """
@dg.asset
def raw(context):
    context.log.warning("three rows")
    return [1, 2, 3]

@dg.asset
def clean(raw):
    return dg.Output(raw, metadata={"rows": 3, "ratio": float("nan"), "note": dg.MetadataValue.md("*x*"),
        "big": 10**30, "parts": {"none": None}, "nothing": None, "at": dg.MetadataValue.timestamp(1704067200.5)})

@dg.asset_check(asset=clean)
def has_rows(clean):
    return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN, metadata={"rows": 3})

defs = dg.Definitions(assets=[raw, clean], asset_checks=[has_rows])
"""


def test_all_assets_run_in_dependency_order_and_tell_of_themselves(bridge_of: Open) -> None:
    bridge = bridge_of(CHAIN)
    result = bridge.materialize()
    (ended,) = bridge.of("run_ended")
    assert result == {"run_ids": [ended["run_id"]]}
    assert ended["status"] == "SUCCESS" and ended["failure"] is None
    assert bridge.materialized() == ["raw", "clean"]
    metadata = bridge.of("asset_materialized")[1]["metadata"]
    assert {name: value for name, value in metadata.items() if name != "path"} == {
        "rows": 3,
        "ratio": "nan",
        "note": "*x*",
        "big": 10**30,
        "parts": {"none": None},
        "nothing": None,
        "at": "2024-01-01T00:00:00.500000+00:00",
    }
    (check,) = bridge.of("check_evaluated")
    assert (check["asset"], check["check"], check["passed"], check["severity"]) == ("clean", "has_rows", False, "WARN")
    assert {"level": "warning", "message": "three rows", "step": "raw"}.items() <= bridge.of("log_record")[0].items()
    names = [name for name, _ in bridge.events if name != "log_record"]
    assert names[:3] == ["planned", "run_started", "step_started"] and names[-1] == "run_ended"
    assert bridge.of("planned")[0]["runs"][0]["checks"] == [{"asset": "clean", "name": "has_rows"}]


def test_the_console_logger_of_dagster_is_silent(bridge_of: Open, tmp_path: Path) -> None:
    bridge_of(CHAIN).materialize()
    assert "three rows" not in (tmp_path / "stderr.txt").read_text()


def test_the_home_can_be_read_by_dagster_itself(bridge_of: Open) -> None:
    bridge = bridge_of(CHAIN)
    (run_id,) = bridge.materialize()["run_ids"]
    bridge.close()
    code = f"""
import dagster as dg
i = dg.DagsterInstance.from_config({str(bridge.home)!r})
assert "maven" not in type(i.event_log_storage).__module__
run = i.get_run_by_id({run_id!r})
latest = i.get_latest_materialization_event(dg.AssetKey("clean"))
print(run.status.value, len(i.all_logs({run_id!r})) > 5, latest.run_id)
i.event_log_storage.store_event(i.all_logs({run_id!r})[-1])
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["SUCCESS", "True", run_id]


def test_a_home_that_dagster_itself_made_is_used_with_what_is_in_it(bridge_of: Open, tmp_path: Path) -> None:
    home = tmp_path / "made"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    code = f"""
import dagster as dg
dg.materialize([dg.asset(name="raw")(lambda: 1)], instance=dg.DagsterInstance.from_config({str(home)!r}))
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    (home / "dagster.yaml").unlink()
    bridge = bridge_of(CHAIN, home=home)
    assert bridge.materialize("clean") and bridge.statuses() == ["SUCCESS"]


@pytest.mark.parametrize("shared", ["schemas", "schemas that cannot be written"])
def test_many_processes_open_a_fresh_home_at_once(tmp_path: Path, shared: str) -> None:
    if "cannot" in shared:
        (tmp_path / shared).write_text("a file")
    environment = {**os.environ, "DAGSTER_MAVEN_SCHEMAS": str(tmp_path / shared)}
    code = f"""
import sys; sys.path.insert(0, {str(MAIN)!r})
from dagster_maven_bridge.runtime import Session
from dagster_maven_bridge.instances.instance import instance_of
session = Session({{"home": {str(tmp_path / "home")!r}, "instance_config": None, "secrets": {{}}}})
print(len(instance_of(session).get_runs()))
"""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    outcomes = [process.communicate(timeout=120) for process in processes]
    assert [out.strip() for out, _ in outcomes] == ["0"] * 4, outcomes
    templates = sorted(file.relative_to(tmp_path).parts[0] for file in tmp_path.rglob("*.sqlite"))
    assert templates == ["schemas" if shared == "schemas" else "home"] * 3


def test_the_instance_settings_of_the_user_are_used_exactly(bridge_of: Open, tmp_path: Path) -> None:
    settings = tmp_path / "instance.yaml"
    settings.write_text(f"storage: {{sqlite: {{base_dir: {json.dumps(str(tmp_path / 'elsewhere'))}}}}}\n")
    bridge = bridge_of(CHAIN, instance_config=str(settings))
    bridge.materialize("raw")
    assert (tmp_path / "elsewhere" / "history" / "runs.db").exists()
    assert not (bridge.home / "history").exists()


def test_instance_settings_that_cannot_be_used_are_the_users_error(bridge_of: Open, tmp_path: Path) -> None:
    settings = tmp_path / "instance.yaml"
    settings.write_text("storage: {nonsense: 1}\n")
    error = bridge_of(CHAIN, instance_config=str(settings)).materialize("raw")
    assert error["fault"] == "user"
    assert error["problems"][0]["parameter"] == "instanceConfig"


@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_secrets_are_masked_before_they_are_stored_or_told(bridge_of: Open, executor: str) -> None:
    source = """
    import os
    class Config(dg.Config):
        password: str

    @dg.asset
    def raw(context, config: Config):
        context.log.info("used " + os.environ["PASSWORD"])
        assert config.password == "s3cr3t-value"
        return dg.MaterializeResult(metadata={"password": os.environ["PASSWORD"]})

    @dg.asset_check(asset=raw)
    def safe():
        return dg.AssetCheckResult(passed=True, description="with " + os.environ["PASSWORD"])

    @dg.asset(deps=[raw])
    def bad():
        try:
            {}[os.environ["PASSWORD"]]
        except KeyError as error:
            raise ValueError("cannot log in with " + os.environ["PASSWORD"]) from error

    defs = dg.Definitions(assets=[raw, bad], asset_checks=[safe])
    """
    bridge = bridge_of(source, secrets={"PASSWORD": "s3cr3t-value"})
    config = json.dumps({"ops": {"raw": {"config": {"password": "s3cr3t-value"}}}})
    bridge.materialize(config_json=config, tags={"password": "s3cr3t-value"}, executor=executor)
    assert bridge.materialized() == ["raw"] and len(bridge.of("check_evaluated")) == 1
    told = json.dumps(bridge.events)
    assert "s3cr3t-value" not in told and "cannot log in with ********" in told
    bridge.close()
    files = [file for file in bridge.home.rglob("*") if file.is_file()]
    assert files and not [file for file in files if b"s3cr3t-value" in file.read_bytes()]


FAILING = """
@dg.asset
def good(): return 1

@dg.asset
def bad(good):
    try:
        {}["key"]
    except KeyError as error:
        raise ValueError("no such key") from error

@dg.asset
def after_bad(bad): return 1

daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-04")

@dg.asset(partitions_def=daily)
def of_bad(bad): return 1

@dg.asset(partitions_def=daily)
def of_good(good): return 1

@dg.asset(deps=[of_bad])
def at_the_end(): return 1

defs = dg.Definitions(assets=[good, bad, after_bad, of_bad, of_good, at_the_end])
"""


def test_a_failure_names_the_users_line_and_what_depends_on_it_is_left_out(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(FAILING)
    bridge.materialize()
    (failed,) = bridge.of("step_failed")
    failure = failed["failure"]
    assert (failure["type"], failure["message"]) == ("ValueError", "no such key")
    assert failure["at"]["file"] == str(tmp_path / "shop.py")
    assert failure["at"]["source"] == 'raise ValueError("no such key") from error'
    assert "KeyError" in failure["stack"]
    assert [(step["step"], step["reason"]) for step in bridge.of("step_skipped")] == [
        ("after_bad", "its upstream asset bad failed")
    ]
    assert bridge.materialized() == ["good", "of_good"]
    assert {skip["asset"]: skip["reason"] for skip in bridge.of("asset_skipped")} == {
        "of_bad": "its upstream asset bad failed",
        "at_the_end": "its upstream asset of_bad[2024-01-03] is skipped",
    }
    assert bridge.statuses() == ["FAILURE", "SUCCESS"]


def test_what_a_blocking_check_stops_is_told_with_the_check(bridge_of: Open) -> None:
    source = """
    @dg.asset
    def orders(): return 1

    @dg.asset_check(asset=orders, blocking=True)
    def has_rows(): return dg.AssetCheckResult(passed=False)

    @dg.asset(check_specs=[dg.AssetCheckSpec("own", asset="prices", blocking=True)])
    def prices():
        return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=False, check_name="own")])

    @dg.asset(deps=[orders])
    def report(): return 1

    @dg.asset(deps=[report])
    def letter(): return 1

    @dg.asset(deps=[prices])
    def offer(): return 1

    @dg.multi_asset(specs=[dg.AssetSpec("a", deps=[letter]), dg.AssetSpec("b")])
    def pair(): ...

    defs = dg.Definitions(assets=[orders, prices, report, letter, offer, pair], asset_checks=[has_rows])
    """
    bridge = bridge_of(source)
    bridge.materialize(executor="in-process")
    assert {step["step"]: step["reason"] for step in bridge.of("step_skipped")} == {
        "report": "the blocking check has_rows of orders failed",
        "letter": "its upstream asset report was skipped",
        "offer": "the blocking check own of prices failed",
        "pair": "its upstream asset letter was skipped",
    }


def test_a_resource_that_cannot_be_made_fails_the_run_at_the_users_line(bridge_of: Open) -> None:
    source = """
    @dg.resource
    def database(_):
        raise ConnectionError("nobody there")

    @dg.asset(required_resource_keys={"database"})
    def raw(): return 1

    defs = dg.Definitions(assets=[raw], resources={"database": database})
    """
    bridge = bridge_of(source)
    bridge.materialize()
    failures = [e["failure"] for e in bridge.of("step_failed") + bridge.of("run_ended") if e["failure"]]
    assert bridge.statuses() == ["FAILURE"]
    assert failures[0]["type"] == "ConnectionError" and failures[0]["message"] == "nobody there"
    assert failures[0]["at"]["source"] == 'raise ConnectionError("nobody there")'


def test_a_retry_and_a_failing_hook_are_told(bridge_of: Open) -> None:
    source = """
    @dg.success_hook
    def notify(context):
        raise RuntimeError("no mail today")

    @dg.op(retry_policy=dg.RetryPolicy(max_retries=1))
    def flaky(context):
        if context.retry_number == 0:
            raise ValueError("not yet")

    @dg.job(hooks={notify})
    def nightly(): flaky()

    defs = dg.Definitions(jobs=[nightly])
    """
    bridge = bridge_of(source)
    bridge.execute()
    assert bridge.statuses() == ["SUCCESS"]
    assert bridge.of("step_retried")[0]["failure"]["message"] == "not yet"
    assert any("no mail today" in record["message"] for record in bridge.of("log_record"))


WIDE = """
import os
@dg.asset
def left(context):
    context.log.info("from the left")
    return os.getpid()

@dg.asset
def right(context):
    return os.getpid()

@dg.asset
def both(left, right):
    return dg.Output(None, metadata={"processes": len({left, right, os.getpid(), BRIDGE})})

BRIDGE = int(os.environ.get("BRIDGE_PID", "0")) or os.getpid()
os.environ["BRIDGE_PID"] = str(BRIDGE)
defs = dg.Definitions(assets=[left, right, both])
"""


def test_steps_run_in_worker_processes_and_their_log_records_arrive(bridge_of: Open) -> None:
    bridge = bridge_of(WIDE)
    bridge.materialize(executor="multiprocess")
    assert bridge.statuses() == ["SUCCESS"]
    assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 4
    assert "from the left" in [record["message"] for record in bridge.of("log_record")]


def test_a_wide_plan_goes_to_workers_once_its_steps_are_known_to_take_long(bridge_of: Open) -> None:
    source = WIDE.replace("return os.getpid()", "__import__('time').sleep(3); return os.getpid()")
    bridge = bridge_of(source)
    bridge.materialize("left,right", executor="in-process")
    bridge.materialize("left,right,both", parallelism=2)
    assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 4


def test_a_wide_plan_of_short_steps_stays_in_one_process(bridge_of: Open) -> None:
    bridge = bridge_of(WIDE)
    for _ in range(2):
        bridge.materialize(parallelism=2)
        assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 1


def test_many_steps_that_were_never_run_go_to_workers() -> None:
    from dagster_maven_bridge.workers.step_costs import workers_pay

    few, many = [f"s{n}" for n in range(4)], [f"s{n}" for n in range(40)]
    assert not workers_pay({}, few, {}, 4)
    assert workers_pay({}, many, {}, 4)
    assert not workers_pay(dict.fromkeys(many, 0.01), many, {}, 4)
    chain = {key: {before} for before, key in itertools.pairwise(many)}
    assert not workers_pay(dict.fromkeys(many, 60.0), many, chain, 4)


def test_in_process_stays_in_one_process(bridge_of: Open) -> None:
    bridge = bridge_of(WIDE)
    bridge.materialize(executor="in-process")
    assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 1


def test_an_executor_named_in_user_code_is_honoured(bridge_of: Open) -> None:
    bridge = bridge_of(WIDE.replace("both])", "both], executor=dg.in_process_executor)"))
    bridge.materialize()
    assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 1
    bridge.materialize(executor="multiprocess")
    assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 4


def test_workers_of_an_executor_named_in_user_code_tell_a_log_record_once(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(WIDE.replace("both])", "both], executor=dg.multiprocess_executor)"))
    bridge.materialize("left")
    assert bridge.statuses() == ["SUCCESS"]
    assert [record["message"] for record in bridge.of("log_record")].count("from the left") == 1
    assert " - dagster - " not in (tmp_path / "stderr.txt").read_text()


def test_values_kept_in_memory_stay_in_one_process(bridge_of: Open) -> None:
    bridge = bridge_of(WIDE.replace("both])", 'both], resources={"io_manager": dg.mem_io_manager})'))
    bridge.materialize()
    assert bridge.of("asset_materialized")[2]["metadata"]["processes"] == 1


@pytest.mark.parametrize(
    ("death", "told"),
    [
        ("os._exit(7)", "its process ended with exit code 7"),
        ("os.kill(os.getpid(), 11)", "its process was killed by signal 11 (SIGSEGV)"),
        (
            "os.kill(os.getpid(), 9)",
            "its process was killed by signal 9 (SIGKILL), as the system does when memory runs out",
        ),
    ],
)
def test_a_worker_that_dies_fails_its_step_alone_and_tells_how(bridge_of: Open, death: str, told: str) -> None:
    source = WIDE.replace('context.log.info("from the left")', death)
    bridge = bridge_of(source)
    bridge.materialize(executor="multiprocess")
    assert bridge.statuses() == ["FAILURE"]
    (failed,) = bridge.of("step_failed")
    assert failed["step"] == "left"
    assert (failed["failure"]["type"], failed["failure"]["message"]) == ("Crash", told)
    assert bridge.materialized() == ["right"]
    assert [skipped["step"] for skipped in bridge.of("step_skipped")] == ["both"]
    # What the fault handler says of it has been told before, as the step's own, so that its line can be named.
    names = [name for name, _ in bridge.events]
    said = [
        told["line"]
        for _, told in bridge.events[: names.index("step_failed")]
        if told.get("step") == "left" and "line" in told
    ]
    assert any("shop.py" in line for line in said) == ("11" in death)


def test_runs_that_a_cancel_keeps_from_starting_are_left_to_the_plugin_to_tell(bridge_of: Open) -> None:
    source = """
    import time
    days = dg.StaticPartitionsDefinition(["a", "b"])

    @dg.asset
    def first(): time.sleep(60)

    @dg.asset(partitions_def=days)
    def second(): ...

    defs = dg.Definitions(assets=[first, second])
    """
    bridge = bridge_of(source)
    bridge.materialize(on=lambda event, _: bridge.cancel() if event == "step_started" else None)
    assert len(bridge.planned_runs()) == 2
    assert bridge.statuses() == ["CANCELED"]
    assert bridge.of("asset_skipped") == []


SLOW = """
import time
@dg.op
def slow(context):
    context.log.info("started")
    time.sleep(60)

@dg.op
def quick(): return 1

@dg.job
def nightly(): slow()

@dg.job
def short(): quick()

defs = dg.Definitions(jobs=[nightly, short])
"""


@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_a_run_that_waits_for_a_retry_can_be_cancelled(bridge_of: Open, executor: str) -> None:
    bridge = bridge_of("""
    @dg.op(retry_policy=dg.RetryPolicy(max_retries=1, delay=600))
    def flaky(): raise RuntimeError("not yet")

    @dg.job
    def nightly(): flaky()

    defs = dg.Definitions(jobs=[nightly])
    """)
    bridge.execute(
        "nightly", executor=executor, on=lambda event, _: bridge.cancel() if event == "step_retried" else None
    )
    assert bridge.statuses() == ["CANCELED"]


@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_an_interrupt_that_user_code_raises_is_its_own_failure(bridge_of: Open, executor: str, tmp_path: Path) -> None:
    bridge = bridge_of(SLOW.replace("time.sleep(60)", "raise KeyboardInterrupt"))
    bridge.execute("nightly", executor=executor)
    assert bridge.statuses() == ["FAILURE"]
    (failed,) = bridge.of("step_failed")
    assert failed["failure"]["type"] == "KeyboardInterrupt"
    assert failed["failure"]["message"] == "raised by the pipeline's own code; nobody has interrupted the build"
    source = "raise KeyboardInterrupt"
    assert failed["failure"]["at"] == {"file": str(tmp_path / "shop.py"), "line": 7, "source": source}
    assert bridge.execute("short")["run_ids"] and bridge.statuses() == ["SUCCESS"]


@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_a_cancelled_run_is_recorded_as_such_and_the_session_goes_on(bridge_of: Open, executor: str) -> None:
    bridge = bridge_of(SLOW)

    def cancel(event: str, data: dict[str, Any]) -> None:
        if event == "log_record" and data["message"] == "started":
            bridge.cancel()

    result = bridge.execute("nightly", executor=executor, on=cancel)
    assert bridge.statuses() == ["CANCELED"] and len(result["run_ids"]) == 1
    bridge.execute("short")
    assert bridge.statuses() == ["SUCCESS"]


def test_a_run_that_was_left_open_is_recorded_as_failed(bridge_of: Open) -> None:
    bridge = bridge_of(SLOW)
    run_ids: list[str] = []

    def kill(event: str, data: dict[str, Any]) -> None:
        if event == "log_record":
            run_ids.append(data["run_id"])
            bridge.process.kill()

    with pytest.raises(AssertionError):
        bridge.execute("nightly", on=kill)
    bridge.process.wait(10)
    again = bridge_of(SLOW)
    end = {"message": "the process died", "status": "FAILURE"}
    assert again.call("runs.fail", {"run_ids": [*run_ids, "unknown"], **end}) == {"run_ids": run_ids}
    assert again.call("runs.fail", {"run_ids": run_ids, **end}) == {"run_ids": []}


def test_a_job_gets_its_own_configuration_and_op_selection(bridge_of: Open) -> None:
    source = """
    class Config(dg.Config):
        n: int

    @dg.op
    def one(context, config: Config):
        context.log.info(f"n is {config.n}")
        return config.n

    @dg.op
    def two(one): return one

    @dg.job(config={"ops": {"one": {"config": {"n": 5}}}})
    def nightly(): two(one())

    defs = dg.Definitions(jobs=[nightly])
    """
    bridge = bridge_of(source)
    bridge.execute(ops=("one",))
    assert bridge.statuses() == ["SUCCESS"]
    assert [step["step"] for step in bridge.of("step_succeeded")] == ["one"]
    assert "n is 5" in [record["message"] for record in bridge.of("log_record")]
    error = bridge.execute(ops=("on",))
    assert error["problems"][0]["choices"] == ["one", "two"]
    assert bridge.execute("nightlyy")["problems"][0]["choices"] == ["nightly"]


def test_files_of_a_pattern_are_merged_in_the_order_of_their_names(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of("""
    class Config(dg.Config):
        n: int

    @dg.asset
    def raw(context, config: Config):
        context.log.info(f"n is {config.n}")
    """)
    # Made in an order that is not theirs.
    for number in (3, 1, 4, 2):
        (tmp_path / f"part{number}.yaml").write_text(f"ops: {{raw: {{config: {{n: {number}}}}}}}\n")
    bridge.materialize("raw", config_files=[str(tmp_path / "part*.yaml")])
    assert "n is 4" in [record["message"] for record in bridge.of("log_record")]


def test_configuration_files_are_merged_and_their_errors_have_a_line(bridge_of: Open, tmp_path: Path) -> None:
    source = """
    class Config(dg.Config):
        first: int
        second: int = 0

    @dg.asset
    def raw(context, config: Config):
        context.log.info(f"{config.first} {config.second}")

    @dg.asset(partitions_def=dg.StaticPartitionsDefinition(["a"]))
    def parted(config: Config): pass

    defs = dg.Definitions(assets=[raw, parted])
    """
    bridge = bridge_of(source)
    a, b = tmp_path / "a.yaml", tmp_path / "b.yaml"
    a.write_text("ops:\n  raw:\n    config:\n      first: 1\n  parted: {config: {first: 3}}\n")
    b.write_text("ops:\n  raw:\n    config:\n      second: 2\n")
    bridge.materialize(config_files=[str(tmp_path / "?.yaml")])
    assert bridge.statuses() == ["SUCCESS", "SUCCESS"]
    assert "1 2" in [record["message"] for record in bridge.of("log_record")]

    b.write_text("ops:\n  raw:\n    config:\n      secnd: 2\n")
    (problem,) = bridge.materialize(config_files=[str(a), str(b)])["problems"]
    assert problem["parameter"] == "config" and problem["choices"] == ["first", "second"]
    assert problem["at"] == {"file": str(b), "line": 4, "source": "secnd: 2"}

    b.write_text("ops:\n  row: {}\n")
    (problem,) = bridge.materialize(config_files=[str(a), str(b)])["problems"]
    assert (problem["value"], problem["at"]["line"]) == ("row", 2) and "raw" in problem["choices"]

    b.write_text("ops: [\n")
    (problem,) = bridge.materialize(config_files=[str(b)])["problems"]
    assert problem["at"]["file"] == str(b) and problem["at"]["line"] > 0
    (problem,) = bridge.materialize(config_files=[str(tmp_path / "c.yaml")])["problems"]
    assert problem["kind"] == "missing_file" and str(a) in problem["choices"]
    (problem,) = bridge.materialize("raw")["problems"]
    assert problem["kind"] == "invalid_config" and "first" in problem["message"]


def test_workers_end_with_the_bridge(bridge_of: Open) -> None:
    bridge = bridge_of(SLOW.replace('"started"', "f\"pid {__import__('os').getpid()}\""))
    pids: list[int] = []

    def kill(event: str, data: dict[str, Any]) -> None:
        if event == "log_record" and data["message"].startswith("pid"):
            pids.append(int(data["message"].split()[1]))
            bridge.process.kill()

    with pytest.raises(AssertionError):
        bridge.execute("nightly", executor="multiprocess", on=kill)
    bridge.process.wait(10)
    assert pids
    until(lambda: not _is_alive(pids[0]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # A zombie is only waiting to be noticed.
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_modules_named_as_pythons_own_break_no_worker(bridge_of: Open, tmp_path: Path) -> None:
    for name in ("queue", "types", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not the real one')\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "prices.py").write_text("RATE = 7\n")
    bridge = bridge_of(
        """
        import os
        import prices

        @dg.asset
        def a(context):
            context.log.info(f"pid {os.getpid()} {prices.RATE} {os.getcwd()}")

        @dg.asset
        def b(context):
            context.log.info(f"pid {os.getpid()} {prices.RATE} {os.getcwd()}")

        defs = dg.Definitions(assets=[a, b])
        """,
        python_path=[str(tmp_path), str(tmp_path / "lib")],
    )
    bridge.materialize(executor="multiprocess")
    assert bridge.statuses() == ["SUCCESS"], bridge.of("run_ended")[0]["failure"]
    told = [data["message"].split() for data in bridge.of("log_record") if data["message"].startswith("pid")]
    assert {(rate, folder) for _, _, rate, folder in told} == {("7", str(tmp_path))}
    assert len({pid for _, pid, _, _ in told}) == 2 and str(bridge.process.pid) not in {pid for _, pid, _, _ in told}


TWO_REPOSITORIES = """
@dg.asset(config_schema={"n": int}, partitions_def=dg.StaticPartitionsDefinition(["x", "y"]))
def a(context): ...

@dg.asset
def b(): ...

@dg.repository
def first(): return [a]

@dg.repository
def second(): return [b]
"""


def test_parameters_may_concern_one_of_several_repositories(bridge_of: Open) -> None:
    bridge = bridge_of(TWO_REPOSITORIES)
    config = json.dumps({"ops": {"a": {"config": {"n": 1}}}})
    bridge.materialize(partition="x", config_json=config)
    assert bridge.statuses() == ["SUCCESS", "SUCCESS"]
    assert bridge.planned_runs() == [(["a"], "x"), (["b"], None)]


def test_what_none_of_several_repositories_has_is_an_error(bridge_of: Open) -> None:
    bridge = bridge_of(TWO_REPOSITORIES)
    config = json.dumps({"ops": {"a": {"config": {"n": 1}}, "c": {}}})
    (problem,) = bridge.materialize(partition="x", config_json=config)["problems"]
    assert (problem["kind"], problem["value"], problem["choices"]) == ("unknown_name", "c", ["a", "b"])
    (problem,) = bridge.materialize("b", partition="x")["problems"]
    assert (problem["subject"], problem["parameter"]) == ("partition", "partition")
    assert bridge.of("run_started") == []


def test_each_of_several_code_locations_leaves_to_the_others_what_is_not_for_it(
    bridge_of: Open, tmp_path: Path
) -> None:
    (tmp_path / "other.py").write_text("import dagster as dg\n@dg.asset\ndef c(): ...\n")
    (tmp_path / "workspace.yaml").write_text("load_from: [{python_module: shop}, {python_module: other}]\n")
    target = {
        "kind": "workspace",
        "values": [str(tmp_path / "workspace.yaml")],
        "attribute": None,
        "working_directory": str(tmp_path),
    }
    bridge = bridge_of("@dg.asset(config_schema={'n': dg.Field(int, default_value=1)})\ndef b(): ...\n", target=target)
    request = bridge.request(
        None, selection(key("x"), parameter="partition"), {"config_json": json.dumps({"ops": {"elsewhere": {}}})}
    )
    plan = bridge.call("runs.plan", {"operation": "assets.materialize", "request": request})
    assert plan["matches"] == ["b"]
    assert [(found["subject"], found["value"]) for found in plan["unmatched"]] == [
        ("partition", "x"),
        ("op", "elsewhere"),
    ]
    bridge.call("assets.materialize", request)
    assert bridge.statuses() == ["SUCCESS"]
    wrong = {
        **request,
        "options": {**request["options"], "config_json": json.dumps({"ops": {"b": {"config": {"n": "x"}}}})},
    }
    refused = bridge.call("runs.plan", {"operation": "assets.materialize", "request": wrong})
    assert refused["problems"][0]["kind"] == "invalid_config"


def test_a_selection_of_nothing_that_can_be_materialised_is_an_error(bridge_of: Open) -> None:
    bridge = bridge_of("@dg.asset(deps=['typo'])\ndef orders(): ...\ndefs = dg.Definitions([orders])\n")
    (problem,) = bridge.materialize("typo")["problems"]
    assert problem["kind"] == "no_match" and problem["choices"] == ["orders"]
    assert problem["message"] == (
        "'typo' is not materialised by this project: no definition makes it; orders depends on it"
    )


def test_all_partitions_are_offered_instead_of_an_unknown_one(bridge_of: Open) -> None:
    bridge = bridge_of(
        """
        days = dg.StaticPartitionsDefinition([f"p{n:03}" for n in range(300)])
        @dg.asset(partitions_def=days)
        def a(): ...
        defs = dg.Definitions([a])
        """
    )
    (problem,) = bridge.materialize(partition="p3000")["problems"]
    assert len(problem["choices"]) == 300


def test_a_job_that_is_listed_can_be_executed(bridge_of: Open) -> None:
    bridge = bridge_of("@dg.op\ndef o(): ...\n@dg.job\ndef __hidden(): o()\ndefs = dg.Definitions(jobs=[__hidden])\n")
    listed = bridge.call("jobs.list", {"location": None, "repository": None})["jobs"]
    assert [job["name"] for job in listed] == ["__hidden"]
    bridge.execute("__hidden")
    assert bridge.statuses() == ["SUCCESS"]


def test_a_failure_below_the_working_directory_has_a_place(tmp_path_factory: pytest.TempPathFactory) -> None:
    code = tmp_path_factory.mktemp("code")
    (code / "shop.py").write_text("import dagster as dg\n@dg.asset\ndef a():\n    raise ValueError('no')\n")
    bridge = RunningBridge(code, project_directory=str(tmp_path_factory.mktemp("project")))
    try:
        bridge.materialize()
        at = bridge.of("step_failed")[0]["failure"]["at"]
        assert (at["file"], at["line"]) == (str(code / "shop.py"), 4)
    finally:
        bridge.close()


def test_steps_that_a_dynamic_output_makes_are_told_by_their_own_names(bridge_of: Open) -> None:
    source = """
    @dg.op(out=dg.DynamicOut())
    def parts():
        for number in range(2):
            yield dg.DynamicOutput(number, mapping_key=f"n{number}")

    @dg.op
    def work(part): return part

    @dg.job
    def split(): parts().map(work)

    defs = dg.Definitions(jobs=[split])
    """
    bridge = bridge_of(source)
    bridge.execute(job="split", executor="in-process")
    assert bridge.statuses() == ["SUCCESS"]
    (started,) = bridge.of("run_started")
    assert [step["key"] for step in started["steps"]] == ["parts"]
    ended = sorted(event["step"] for event in bridge.of("step_succeeded"))
    assert ended == ["parts", "work[n0]", "work[n1]"]


def test_metadata_that_consists_of_records_is_told_as_maps(bridge_of: Open) -> None:
    source = """
    @dg.asset
    def table():
        schema = dg.TableSchema(columns=[dg.TableColumn("a", "int")])
        return dg.MaterializeResult(
            metadata={
                "rows": dg.MetadataValue.table([dg.TableRecord({"a": 1})], schema=schema),
                "dagster/column_schema": schema,
                "job": dg.MetadataValue.job("nightly", "shop"),
                "lineage": dg.TableColumnLineage({"a": [dg.TableColumnDep(dg.AssetKey("raw"), "b")]}),
            }
        )

    defs = dg.Definitions(assets=[table])
    """
    bridge = bridge_of(source)
    bridge.materialize(executor="in-process")
    assert bridge.statuses() == ["SUCCESS"]
    metadata = bridge.of("asset_materialized")[0]["metadata"]
    assert metadata["rows"]["records"] == [{"data": {"a": 1}}]
    assert metadata["dagster/column_schema"]["columns"][0]["name"] == "a"
    assert metadata["lineage"]["deps_by_column"] == {"a": [{"asset_key": "raw", "column_name": "b"}]}


def test_a_failure_inside_python_itself_is_told_at_the_users_line(bridge_of: Open) -> None:
    bridge = bridge_of(
        "import os\n\n@dg.asset\ndef a():\n    return os.environ['NOWHERE_SET']\n\ndefs = dg.Definitions([a])\n"
    )
    bridge.materialize()
    (failed,) = bridge.of("step_failed")
    assert failed["failure"]["at"]["source"] == "return os.environ['NOWHERE_SET']"
