"""Runs that failed, re-executed from where they stopped."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dagster_maven_bridge.retries import rerunning, retrying
from dagster_maven_bridge.runs.execution import RunOutcome
from dagster_maven_bridge.runs.run_limits import RunLimits
from dagster_maven_bridge.runs.scheduling import Work
from running import Message, Open, RunningBridge, by_status, range_, selection
from test_check_execution import check

SHOP = """
import os
from pathlib import Path

def fail_unless(name):
    if not Path(name).exists():
        raise ValueError(f"there is no {name}")

@dg.asset
def raw(context):
    return [1, 2, 3]

@dg.asset
def clean(raw):
    fail_unless("repaired")
    return raw

@dg.asset
def report(clean):
    return sum(clean)

@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["north", "south"]))
def sales(context) -> None:
    fail_unless("repaired")

@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["a", "b", "c"]), backfill_policy=dg.BackfillPolicy.single_run())
def stock(context) -> None:
    fail_unless("repaired")
    context.log.warning(",".join(context.partition_keys))

@dg.op
def first():
    return 20

@dg.op(config_schema={"rows": int})
def second(context, value):
    fail_unless("repaired")
    context.log.warning(f"rows {value + context.op_config['rows']}")

@dg.job(config={"ops": {"second": {"config": {"rows": 3}}}})
def add():
    second(first())

@dg.op(out=dg.DynamicOut())
def split():
    for name in ("one", "two"):
        yield dg.DynamicOutput(name, mapping_key=name)

@dg.op
def part(name):
    if name == "two":
        fail_unless("repaired")
    return name

@dg.op
def join(context, names):
    context.log.warning("+".join(names))

@dg.job
def mapped():
    join(split().map(part).collect())

@dg.job(resource_defs={"io_manager": dg.mem_io_manager})
def fleeting():
    second.configured({"rows": 1}, name="third")(first())

@dg.op
def endless():
    print("here", flush=True)
    Path("endless").touch()
    import time
    while not Path("repaired").exists():
        time.sleep(0.1)

@dg.job
def forever():
    endless()

defs = dg.Definitions(assets=[raw, clean, report, sales, stock], jobs=[add, mapped, fleeting, forever])
"""


@pytest.fixture
def bridge_of(bridge_of: Open) -> Open:
    """Opens bridges, on the shop unless it is told otherwise."""
    return lambda source=SHOP, **parameters: bridge_of(source, **parameters)


@pytest.fixture
def repair(tmp_path: Path) -> Callable[[], None]:
    return (tmp_path / "repaired").touch


def _executed(bridge: RunningBridge) -> list[str]:
    return [data["step"] for data in bridge.of("step_started")]


def _warned(bridge: RunningBridge) -> list[str]:
    return [data["message"] for data in bridge.of("log_record") if data["level"] == "warning"]


def _tags(bridge: RunningBridge, run_id: str) -> dict[str, str]:
    code = f"""
import dagster as dg, json
i = dg.DagsterInstance.from_config({str(bridge.home)!r})
print(json.dumps(dict(i.get_run_by_id({run_id!r}).tags)))
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    tags: dict[str, str] = json.loads(shown)
    return tags


def _message(error: Message) -> str:
    message: str = error["problems"][0]["message"]
    return message


def test_a_failed_run_of_an_earlier_build_goes_on_where_it_stopped(bridge_of: Open, repair: Callable[[], None]) -> None:
    earlier = bridge_of()
    (failed,) = earlier.materialize("raw or clean or report", tags={"team": "a"})["run_ids"]
    assert earlier.statuses() == ["FAILURE"] and earlier.materialized() == ["raw"]
    earlier.close()
    repair()
    bridge = bridge_of()
    (retried,) = bridge.retry(tags={"why": "repaired"})["run_ids"]
    assert bridge.statuses() == ["SUCCESS"] and bridge.materialized() == ["clean", "report"]
    assert bridge.planned_runs() == [(["clean", "report"], None)]
    (started,) = bridge.of("run_started")
    assert started["retry_of"] == failed and [step["key"] for step in started["steps"]] == ["clean", "report"]
    assert {
        "dagster/parent_run_id": failed,
        "dagster/root_run_id": failed,
        "dagster/is_resume_retry": "true",
        "team": "a",
        "why": "repaired",
    }.items() <= _tags(bridge, retried).items()
    assert bridge.retry() == {"run_ids": []} and bridge.events == []


def test_the_latest_attempt_is_retried_and_keeps_the_first_as_its_root(
    bridge_of: Open, repair: Callable[[], None]
) -> None:
    bridge = bridge_of()
    (first,) = bridge.materialize("raw or clean or report")["run_ids"]
    (second,) = bridge.retry()["run_ids"]
    assert bridge.statuses() == ["FAILURE"] and _executed(bridge) == ["clean"]
    repair()
    (third,) = bridge.retry()["run_ids"]
    assert bridge.statuses() == ["SUCCESS"] and bridge.materialized() == ["clean", "report"]
    tags = _tags(bridge, third)
    assert (tags["dagster/parent_run_id"], tags["dagster/root_run_id"]) == (second, first)


def test_what_has_been_run_again_since_is_not_retried(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    (failed,) = bridge.materialize("raw or clean or report")["run_ids"]
    repair()
    bridge.materialize("raw or clean or report")
    assert bridge.retry() == {"run_ids": []}
    # Who names it means it.
    assert len(bridge.retry(failed)["run_ids"]) == 1 and bridge.statuses() == ["SUCCESS"]


def test_what_a_run_had_done_need_not_be_run_again(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    bridge.materialize("raw or clean or report")
    assert bridge.statuses() == ["FAILURE"] and bridge.materialized() == ["raw"]
    repair()
    bridge.materialize("clean")
    # Still to be done of it: the report.
    bridge.retry()
    assert bridge.planned_runs() == [(["clean", "report"], None)]


def test_a_killed_run_is_done_again_by_the_runs_that_make_what_it_had_not_made(
    bridge_of: Open, repair: Callable[[], None]
) -> None:
    killed = bridge_of(DAYS)

    def kill(event: str, data: Message) -> None:
        if event == "step_started" and data["step"] == "day2":
            os.kill(killed.process.pid, signal.SIGKILL)

    with pytest.raises(AssertionError, match="the bridge ended"):
        killed.materialize("day or day2 or day3", partition="b", on=kill)
    killed.process.wait(20)
    repair()
    bridge = bridge_of(DAYS)
    bridge.materialize("day or day2", partitions=selection(by_status("missing")))
    assert bridge.planned_runs() == [(["day", "day2"], "a"), (["day2"], "b")]
    bridge.materialize("day3", partitions=selection(by_status("missing")))
    assert bridge.retry() == {"run_ids": []}


def test_a_failed_check_is_not_done_again_by_the_assets_after_it(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of(CHECKED)
    (failed,) = bridge.materialize("base or top")["run_ids"]
    assert bridge.statuses() == ["FAILURE"] and bridge.materialized() == ["base"]
    repair()
    bridge.materialize("top")
    bridge.retry()
    assert [data["retry_of"] for data in bridge.of("run_started")] == [failed]
    assert "base_sound" in _executed(bridge) and "base" not in bridge.materialized()


def test_partitions_and_ranges_are_kept(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    bridge.materialize("sales", partition="south")
    bridge.materialize("stock", partitions=selection(range_("a", "b")))
    repair()
    bridge.retry()
    assert bridge.statuses() == ["SUCCESS", "SUCCESS"]
    assert bridge.planned_runs() == [(["sales"], "south"), (["stock"], "a...b")]
    # Dagster tells of the partitions of a range in any order.
    assert sorted((data["asset"], data["partition"]) for data in bridge.of("asset_materialized")) == [
        ("sales", "south"),
        ("stock", "a"),
        ("stock", "b"),
    ]
    assert [data["partitions"] for data in bridge.of("run_started")] == [["south"], ["a", "b"]]


def test_a_job_goes_on_with_the_values_of_the_run_before(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    bridge.execute("add")
    repair()
    bridge.retry(job="add")
    assert _executed(bridge) == ["second"] and _warned(bridge) == ["rows 23"]


def test_new_configuration_replaces_that_of_the_run(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    bridge.execute("add")
    repair()
    wrong = bridge.retry(config_json='{"ops": {"secnd": {"config": {"rows": 5}}}}')
    assert "secnd" in _message(wrong)
    bridge.retry(config_json='{"ops": {"second": {"config": {"rows": 5}}}}')
    assert _warned(bridge) == ["rows 25"]


@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_of_mapped_steps_only_those_that_failed_run_again(
    bridge_of: Open, repair: Callable[[], None], executor: str
) -> None:
    bridge = bridge_of()
    bridge.execute("mapped", executor=executor)
    assert bridge.statuses() == ["FAILURE"]
    repair()
    bridge.retry(executor="auto")
    assert bridge.statuses() == ["SUCCESS"] and sorted(_executed(bridge)) == ["join", "part[two]"]
    assert _warned(bridge) == ["one+two"]


def test_values_that_were_kept_in_memory_are_gone(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    (failed,) = bridge.execute("fleeting")["run_ids"]
    repair()
    error = bridge.retry(failed)
    assert _message(error) == (
        f"The run {failed} of the job fleeting cannot go on: what step first returned was kept in memory, and is gone"
    )
    assert error["problems"][0]["remedy"].endswith("run it anew: mvn dagster:job-execute -Ddagster.job=fleeting")
    # Among others it is left out, with the reason.
    assert bridge.retry() == {"run_ids": []} and "kept in memory" in bridge.skipped()["fleeting"]


def test_runs_that_cannot_be_retried_are_errors_when_they_are_named(bridge_of: Open) -> None:
    bridge = bridge_of()
    (succeeded,) = bridge.materialize("raw")["run_ids"]
    assert "has succeeded: there is nothing to retry" in _message(bridge.retry(succeeded))
    unknown = bridge.retry("zzz")["problems"][0]
    assert (unknown["message"], unknown["choices"]) == ("There is no run 'zzz'", [succeeded])
    (failed,) = bridge.execute("add")["run_ids"]
    assert "is not one of the job 'mapped', but of 'add'" in _message(bridge.retry(failed, job="mapped"))


def test_the_beginning_of_an_id_is_enough(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of()
    (failed,) = bridge.execute("add")["run_ids"]
    repair()
    assert bridge.retry(failed[:8]) and bridge.statuses() == ["SUCCESS"]


def test_what_is_no_longer_defined_is_said(bridge_of: Open) -> None:
    bridge = bridge_of()
    (of_job,) = bridge.execute("add")["run_ids"]
    (of_assets,) = bridge.materialize("raw or clean or report")["run_ids"]
    bridge.close()
    renamed = bridge_of(SHOP.replace("def add", "def adds").replace("jobs=[add", "jobs=[adds").replace("clean", "kept"))
    job, asset = (renamed.retry(run)["problems"][0] for run in (of_job, of_assets))
    assert job["message"] == f"The run {of_job} cannot go on: it is of the job 'add', which is no longer defined"
    assert "adds" in job["choices"]
    assert asset["message"] == (
        f"The run {of_assets} cannot go on: it is of the asset 'clean', which is no longer defined"
    )
    assert renamed.retry() == {"run_ids": []} and set(renamed.skipped()) == {"add", "raw", "clean", "report"}


def test_a_run_whose_process_was_killed_is_one_that_failed(bridge_of: Open, repair: Callable[[], None]) -> None:
    killed = bridge_of()

    def kill(event: str, _data: Message) -> None:
        if event == "step_started":
            os.kill(killed.process.pid, signal.SIGKILL)

    with pytest.raises(AssertionError, match="the bridge ended"):
        killed.execute("forever", on=kill)
    killed.process.wait(20)
    repair()
    bridge = bridge_of()
    (retried,) = bridge.retry()["run_ids"]
    assert bridge.statuses() == ["SUCCESS"] and _executed(bridge) == ["endless"]
    parent = _tags(bridge, retried)["dagster/parent_run_id"]
    listed = bridge.call("runs.list", {"job": None, "statuses": [], "limit": None})["runs"]
    assert {run["run_id"]: run["status"] for run in listed} == {retried: "SUCCESS", parent: "FAILURE"}


def test_a_run_that_is_under_way_is_left_alone(bridge_of: Open, repair: Callable[[], None]) -> None:
    busy, bridge = bridge_of(), bridge_of()
    answers: list[Message] = []

    def ask(event: str, data: Message) -> None:
        if event == "step_started":
            answers.append(bridge.retry(data["run_id"]))
            answers.append(bridge.retry())
            repair()

    busy.execute("forever", on=ask)
    assert busy.statuses() == ["SUCCESS"]
    assert _message(answers[0]).endswith("of the job forever has not ended: it is in status STARTED")
    assert answers[1] == {"run_ids": []}


DAYS = """
import time
from pathlib import Path

days = dg.StaticPartitionsDefinition(["a", "b"])

@dg.asset(partitions_def=days)
def day() -> None: ...

@dg.asset(partitions_def=days, deps=[day])
def day2() -> None:
    while not Path("repaired").exists():
        time.sleep(0.1)

@dg.asset(partitions_def=days, deps=[day2])
def day3() -> None: ...

defs = dg.Definitions(assets=[day, day2, day3])
"""

CHECKED = """
from pathlib import Path

@dg.asset
def base() -> None: ...

@dg.asset_check(asset=base, blocking=True)
def sound():
    if not Path("repaired").exists():
        raise ValueError("no file")
    return dg.AssetCheckResult(passed=True)

@dg.asset(deps=[base])
def top() -> None: ...

defs = dg.Definitions(assets=[base, top], asset_checks=[sound])
"""

SECRET = "hunter22secret"

GUARDED = """
from pathlib import Path

@dg.op(config_schema={"passwords": [str]})
def log_in(context):
    # What is logged is masked: its length tells what it was.
    lengths = [len(text) for text in [context.run.tags.get("token", ""), *context.op_config["passwords"]]]
    context.log.warning(str(lengths))
    if not Path("repaired").exists():
        (Path("repaired") if Path("once").exists() else Path("once")).touch()
        raise ValueError("no network")

@dg.job
def guarded():
    log_in()

defs = dg.Definitions(jobs=[guarded])
"""


def _log_in(*passwords: str) -> str:
    return json.dumps({"ops": {"log_in": {"config": {"passwords": passwords}}}})


def test_a_run_whose_configuration_had_a_secret_needs_it_anew(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of(GUARDED, secrets={"PASSWORD": SECRET})
    (failed,) = bridge.execute("guarded", config_json=_log_in("a", SECRET))["run_ids"]
    repair()
    found = bridge.retry(failed)["problems"][0]
    assert found["message"] == (
        f"The run {failed} of the job guarded cannot go on: its configuration had a secret at"
        " ops.log_in.config.passwords.1, which was masked when it was stored"
    )
    assert found["parameter"] == "config" and "<configJson>" in found["remedy"]
    # Among others it is left out, with the reason.
    assert bridge.retry() == {"run_ids": []} and "had a secret" in bridge.skipped()["guarded"]
    bridge.retry(failed, config_json=_log_in("a", SECRET))
    assert bridge.statuses() == ["SUCCESS"] and _warned(bridge) == [str([0, 1, len(SECRET)])]


def test_a_tag_that_had_a_secret_is_not_kept(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of(GUARDED, secrets={"PASSWORD": SECRET})
    (failed,) = bridge.execute("guarded", config_json=_log_in(), tags={"token": SECRET, "team": "a"})["run_ids"]
    repair()
    (retried,) = bridge.retry(failed)["run_ids"]
    assert _warned(bridge) == ["[0]"]
    tags = _tags(bridge, retried)
    assert tags["team"] == "a" and "token" not in tags


def test_an_attempt_in_the_same_build_has_its_secrets(bridge_of: Open) -> None:
    bridge = bridge_of(GUARDED, secrets={"PASSWORD": SECRET})
    bridge.execute("guarded", config_json=_log_in(SECRET), tags={"token": SECRET}, reruns=_reruns(2))
    assert bridge.statuses() == ["FAILURE", "FAILURE", "SUCCESS"] and _warned(bridge) == [str([len(SECRET)] * 2)] * 3


def test_nothing_is_made_ready_again_once_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __init__(self, call: Any, runs: Any, *_: Any) -> None:
            self.call, self.runs = call, runs

        def carry_out(self) -> list[str]:
            self.runs.ended(0, RunOutcome("first", "FAILURE"))
            self.call.cancelled = True
            return ["first"]

    def never(*_: Any) -> None:
        raise AssertionError("made ready")

    monkeypatch.setattr(rerunning, "Scheduler", Interrupted)
    monkeypatch.setattr(rerunning, "instance_of", lambda _: None)
    monkeypatch.setattr(rerunning, "_resumption", never)
    monkeypatch.setattr(RunLimits, "of", lambda _: None)
    monkeypatch.setattr(rerunning, "runner_for", lambda *_: nullcontext())
    call: Any = SimpleNamespace(cancelled=False, session=None)
    nothing: Any = None
    options: Any = {"reruns": _reruns(2), "carry_on": None}
    assert rerunning.carry_out(call, [Work([nothing])], nothing, options) == ["first"]


APART = """
from pathlib import Path

def fail_unless(name):
    if not Path(name).exists():
        raise ValueError(f"there is no {name}")

@dg.asset
def a() -> None:
    fail_unless("repaired")

@dg.asset
def b() -> None: ...

@dg.asset_check(asset=a)
def fine():
    return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset=b)
def sound():
    fail_unless("sound")
    return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset=b)
def tidy():
    return dg.AssetCheckResult(passed=True)

defs = dg.Definitions(assets=[a, b], asset_checks=[fine, sound, tidy])
"""


def test_checks_alone_do_not_stand_for_assets(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of(APART)
    (failed,) = bridge.materialize("a")["run_ids"]
    check(bridge, "tidy", select="b")
    check(bridge, select="a")
    repair()
    bridge.retry()
    assert [data["retry_of"] for data in bridge.of("run_started")] == [failed] and bridge.materialized() == ["a"]


def test_other_assets_and_checks_do_not_stand_for_a_check(
    bridge_of: Open, repair: Callable[[], None], tmp_path: Path
) -> None:
    bridge = bridge_of(APART)
    repair()
    (failed,) = check(bridge, "sound", select="b")["run_ids"]
    assert bridge.statuses() == ["FAILURE"]
    bridge.materialize("a")
    check(bridge, "tidy", select="b")
    (tmp_path / "sound").touch()
    bridge.retry()
    assert [data["retry_of"] for data in bridge.of("run_started")] == [failed] and _executed(bridge) == ["b_sound"]


def test_an_asset_stands_for_its_checks(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(APART)
    check(bridge, "sound", select="b")
    (tmp_path / "sound").touch()
    bridge.materialize("b")
    assert bridge.retry() == {"run_ids": []}


FLAKY = """
from pathlib import Path

def fails(name, times):
    tries = Path(name)
    done = len(tries.read_text()) if tries.exists() else 0
    tries.write_text("x" * (done + 1))
    if done < times:
        raise ValueError(f"{name} failed")

@dg.asset
def raw():
    return 1

@dg.asset
def clean(raw):
    fails("clean", 1)
    return raw

@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["a", "b"]))
def daily(context, clean) -> None:
    if context.partition_key == "b":
        fails("daily", 1)

@dg.asset(deps=[daily])
def total() -> None:
    fails("total", 1)

@dg.asset(deps=[total])
def letter() -> None: ...

@dg.asset
def hopeless() -> None:
    fails("hopeless", 9)

@dg.asset(deps=[hopeless])
def vain() -> None: ...

@dg.asset(deps=[hopeless], partitions_def=dg.StaticPartitionsDefinition(["a", "b"]))
def partly() -> None: ...

@dg.asset
def checked() -> None: ...

@dg.asset_check(asset=checked)
def fresh():
    try:
        fails("fresh", 1)
    except ValueError:
        return dg.AssetCheckResult(passed=False)
    return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset=checked)
def tidy():
    return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN)

@dg.op
def value():
    return 1

@dg.op
def use(value):
    fails("use", 1)

@dg.job(resource_defs={"io_manager": dg.mem_io_manager})
def fleeting():
    use(value())

defs = dg.Definitions(
    assets=[raw, clean, daily, total, letter, hopeless, vain, partly, checked], asset_checks=[fresh, tidy],
    jobs=[fleeting])
"""


def _attempts(bridge: RunningBridge) -> list[bool]:
    """Of each run that started, whether it is one that tries another again."""
    return [data["retry_of"] is not None for data in bridge.of("run_started")]


def _reruns(times: int, checks: str = "error") -> Any:
    return {"times": times, "checks": checks}


@pytest.mark.parametrize("parallelism", [1, 2])
def test_what_fails_is_tried_again_and_then_what_was_put_off_runs(bridge_of: Open, parallelism: int) -> None:
    bridge = bridge_of(FLAKY)
    bridge.materialize(
        "raw or clean or daily or total or letter", partition="b", reruns=_reruns(1), parallelism=parallelism
    )
    assert bridge.materialized() == ["raw", "clean", "daily", "total", "letter"]
    assert bridge.of("asset_skipped") == []
    # The runs of one asset each that fail once, and the second attempts at them.
    assert bridge.statuses() == ["FAILURE", "SUCCESS", "FAILURE", "SUCCESS", "FAILURE", "SUCCESS"]
    assert _attempts(bridge) == [False, True, False, True, False, True]


def test_without_reruns_the_rest_is_skipped(bridge_of: Open) -> None:
    bridge = bridge_of(FLAKY)
    bridge.materialize("raw or clean or daily", partition="b")
    assert bridge.statuses() == ["FAILURE"] and bridge.of("asset_skipped")[0]["asset"] == "daily"


def test_what_fails_every_time_skips_what_needs_it_once(bridge_of: Open) -> None:
    bridge = bridge_of(FLAKY)
    bridge.materialize("hopeless or vain or partly", partition="a", reruns=_reruns(2))
    assert bridge.statuses() == ["FAILURE"] * 3 and _attempts(bridge) == [False, True, True]
    first, second, third = (data["run_id"] for data in bridge.of("run_started"))
    assert [data["retry_of"] for data in bridge.of("run_started")] == [None, first, second] and third
    assert [(data["asset"], data["reason"]) for data in bridge.of("asset_skipped")] == [
        ("partly", "its upstream asset hopeless failed")
    ]
    assert _executed(bridge) == ["hopeless"] * 3


@pytest.mark.parametrize(
    ("severity", "steps"),
    [
        ("error", ["checked_fresh"]),
        ("warn", ["checked_fresh", "checked_tidy", "checked_tidy"]),
        ("never", []),
    ],
)
def test_a_check_that_would_fail_the_build_is_evaluated_again(bridge_of: Open, severity: str, steps: list[str]) -> None:
    bridge = bridge_of(FLAKY)
    bridge.materialize("checked", reruns=_reruns(2, severity))
    assert sorted(_executed(bridge)[3:]) == steps
    evaluated = [data["passed"] for data in bridge.of("check_evaluated") if data["check"] == "fresh"]
    assert evaluated == ([False] if severity == "never" else [False, True])
    assert bridge.materialized() == ["checked"]


def test_a_job_whose_values_are_in_memory_is_tried_again_from_its_start(bridge_of: Open) -> None:
    bridge = bridge_of(FLAKY)
    bridge.execute("fleeting", reruns=_reruns(1))
    assert bridge.statuses() == ["FAILURE", "SUCCESS"] and _executed(bridge) == ["value", "use", "value", "use"]
    assert "dagster/is_resume_retry" not in _tags(bridge, bridge.of("run_started")[1]["run_id"])


CHAIN = """
from pathlib import Path

def fail_unless(name):
    if not Path(name).exists():
        raise ValueError(f"there is no {name}")

letters = dg.StaticPartitionsDefinition(["x", "y"])

@dg.asset(partitions_def=letters)
def a(context) -> None:
    fail_unless(f"a {context.partition_key}")

@dg.asset(deps=[a], partitions_def=letters)
def b() -> None:
    fail_unless("repaired")

@dg.asset(deps=[b], partitions_def=letters)
def c() -> None:
    fail_unless("repaired")

@dg.asset(deps=[c])
def total() -> None:
    fail_unless("repaired")

defs = dg.Definitions(assets=[a, b, c, total])
"""


def _fail_upwards(bridge: RunningBridge, repair: Callable[[], None], tmp_path: Path) -> None:
    """Each by itself, the last of the chain first; then all but one partition of its beginning is repaired."""
    for name in ("a x", "a y"):
        (tmp_path / name).touch()
    repair()
    bridge.materialize(partitions=selection(by_status("all")))
    assert set(bridge.statuses()) == {"SUCCESS"}
    for name in ("a x", "a y", "repaired"):
        (tmp_path / name).unlink()
    bridge.materialize("total")
    for asset in ("c", "b", "a"):
        for partition in ("y", "x"):
            bridge.materialize(asset, partition=partition)
            assert bridge.statuses() == ["FAILURE"]
    repair()
    (tmp_path / "a x").touch()


@pytest.mark.parametrize("parallelism", [1, 2])
def test_upstream_is_retried_first_and_what_needs_it_is_skipped_when_it_fails_again(
    bridge_of: Open, repair: Callable[[], None], tmp_path: Path, parallelism: int
) -> None:
    bridge = bridge_of(CHAIN)
    _fail_upwards(bridge, repair, tmp_path)
    bridge.retry(parallelism=parallelism)
    assert [(*assets, partition) for assets, partition in bridge.planned_runs()] == [
        ("a", "y"),
        ("b", "y"),
        ("c", "y"),
        ("a", "x"),
        ("b", "x"),
        ("c", "x"),
        ("total", None),
    ]
    assert [(data["asset"], data["partition"]) for data in bridge.of("asset_materialized")] == [
        ("a", "x"),
        ("b", "x"),
        ("c", "x"),
    ]
    assert [(data["asset"], data["partition"], data["reason"]) for data in bridge.of("asset_skipped")] == [
        ("b", "y", "its upstream asset a[y] failed"),
        ("c", "y", "its upstream asset b[y] is skipped"),
        ("total", None, "its upstream asset c[y] is skipped"),
    ]
    (tmp_path / "a y").touch()
    bridge.retry()
    assert sorted(bridge.materialized()) == ["a", "b", "c", "total"]


def test_what_needs_one_that_is_tried_again_waits_for_it(bridge_of: Open) -> None:
    source = FLAKY.replace('fails("hopeless", 9)', 'fails("hopeless", 2)')
    bridge = bridge_of(source.replace("def vain() -> None: ...", 'def vain() -> None: fails("vain", 1)'))
    bridge.materialize("vain")
    bridge.materialize("hopeless")
    bridge.retry(reruns=_reruns(1))
    assert bridge.statuses() == ["FAILURE", "SUCCESS", "SUCCESS"] and bridge.materialized() == ["hopeless", "vain"]
    assert bridge.of("asset_skipped") == []


def test_runs_that_need_each_other_are_all_retried(bridge_of: Open, repair: Callable[[], None]) -> None:
    bridge = bridge_of(
        CHAIN.replace(", partitions_def=letters", "")
        .replace("partitions_def=letters", "")
        .replace('f"a {context.partition_key}"', '"repaired"')
    )
    bridge.materialize("a or c")
    bridge.materialize("b")
    repair()
    bridge.retry()
    assert bridge.planned_runs() == [(["a", "c"], None), (["b"], None)]
    assert bridge.statuses() == ["SUCCESS", "SUCCESS"]


def test_partitions_of_a_run_are_looked_up() -> None:
    class Unsearched(list[str]):
        def __contains__(self, _: object) -> bool:
            raise AssertionError("searched")

        def index(self, *_: Any) -> int:
            raise AssertionError("searched")

    letters = list("abcd")
    view: Any = SimpleNamespace(
        keys=lambda _: Unsearched(letters), places=lambda _: {letter: place for place, letter in enumerate(letters)}
    )
    names = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")
    run: Any = SimpleNamespace(tags=dict(zip(names, "bc", strict=True)), asset_selection=None)
    job: Any = SimpleNamespace(asset_layer=SimpleNamespace(asset_graph=None), partitions_def=letters)
    assert list(retrying._keys(run, job, view)) == ["b", "c"]


SLOW = """
import os, time
from pathlib import Path

@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["a", "b", "c"]))
def slow(context) -> None:
    tries = Path(context.partition_key)
    context.log.warning(str(os.getpid()))
    if context.partition_key == "c":
        time.sleep(3)
        return
    tries.write_text((tries.read_text() if tries.exists() else "") + "x")
    if len(tries.read_text()) < 3:
        raise ValueError("busy")

defs = dg.Definitions(assets=[slow])
"""


def test_runs_are_retried_in_worker_processes(bridge_of: Open) -> None:
    bridge = bridge_of(SLOW)
    for partition in ("a", "b", "c"):
        bridge.materialize(partition=partition)
    bridge.retry(parallelism=2, reruns=_reruns(1))
    assert sorted(bridge.statuses()) == ["FAILURE", "FAILURE", "SUCCESS", "SUCCESS"]
    assert sorted(data["partition"] for data in bridge.of("asset_materialized")) == ["a", "b"]
    assert str(bridge.process.pid) not in _warned(bridge) and len(_warned(bridge)) == 4


def test_a_check_alone_is_evaluated_again(bridge_of: Open) -> None:
    bridge = bridge_of(FLAKY)
    check(bridge, select="checked", reruns=_reruns(1))
    assert [data["passed"] for data in bridge.of("check_evaluated") if data["check"] == "fresh"] == [False, True]
    assert bridge.materialized() == []
