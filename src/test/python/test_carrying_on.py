"""What another process does of a request when one has died of user code: the rest, and nothing twice."""

from pathlib import Path

import pytest
from running import Message, RunningBridge, by_status, materialization, selection

SHOP = """
import os
import dagster as dg

days = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-05")

def crash(day, context):
    if context.partition_key == day and not os.path.exists("repaired"):
        os._exit(3)

@dg.asset
def source(): ...

@dg.asset(partitions_def=days, deps=[source])
def raw(context): crash("2024-01-02", context)

@dg.asset(partitions_def=days, deps=[raw])
def cleaned(): ...

@dg.asset(partitions_def=days, deps=[
    dg.AssetDep("total", partition_mapping=dg.TimeWindowPartitionMapping(-1, -1)), cleaned])
def total(context): crash("2024-01-04", context)

@dg.asset(partitions_def=days)
def other(context): crash("2024-01-03", context)

@dg.asset_check(asset=other)
def is_good(): return dg.AssetCheckResult(passed=True)

@dg.op
def work(context): crash("2024-01-02", context)

@dg.job(partitions_def=days)
def daily(): work()

defs = dg.Definitions([source, raw, cleaned, total, other], asset_checks=[is_good], jobs=[daily])
"""


class Continued:
    """A request that goes on in another process when one has died, as the plugin has it."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self.processes = 0
        self.events: list[tuple[str, Message]] = []

    def of(self, event: str) -> list[Message]:
        return [data for name, data in self.events if name == event]

    def call(self, operation: str, parameters: Message) -> Message:
        while True:
            self.processes += 1
            bridge = RunningBridge(self._project)
            open_runs = [run["run_id"] for run in self.of("run_started")][len(self.of("run_ended")) :]
            for run_id in open_runs:
                bridge.call("runs.fail", {"run_ids": [run_id], "message": "it died", "status": "FAILURE"})
                self.events.append(("run_ended", {"run_id": run_id, "status": "FAILURE"}))
            try:
                answer = bridge.call(operation, parameters)
            except AssertionError:
                answer = {}
            carried_on = parameters["options"].get("carry_on") is not None
            self.events += [event for event in bridge.events if not (carried_on and event[0] == "planned")]
            bridge.close()
            if answer:
                assert "problems" not in answer, answer
                return answer
            begun = [run["run_id"] for run in self.of("run_started")]
            planned = self.of("planned")[0]["runs"]
            runs = [{"checks": [], "assets": [], **run} for run in planned]
            parameters["options"]["carry_on"] = {"planned": runs, "run_ids": begun}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text(SHOP, encoding="utf-8")
    return tmp_path


def ends(continued: Continued) -> dict[str | None, list[str]]:
    started = {run["run_id"]: run for run in continued.of("run_started")}
    found: dict[str | None, list[str]] = {}
    for end in continued.of("run_ended"):
        found.setdefault(started[end["run_id"]]["partition"], []).append(end["status"])
    return found


def test_the_rest_of_a_plan_is_carried_out_and_what_needs_the_dead_run_is_skipped(project: Path) -> None:
    continued = Continued(project)
    request = materialization("raw,cleaned,total", selection(by_status("missing")), {"executor": "in-process"})
    answer = continued.call("assets.materialize", request)
    # After the first crash a worker takes the next one.
    assert continued.processes == 2
    assert ends(continued) == {
        "2024-01-01": ["SUCCESS"],
        "2024-01-02": ["FAILURE"],
        "2024-01-03": ["SUCCESS"],
        "2024-01-04": ["SUCCESS"],
    }
    made = sorted((data["asset"], data["partition"]) for data in continued.of("asset_materialized"))
    assert made == [
        *(("cleaned", f"2024-01-0{day}") for day in (1, 3, 4)),
        *(("raw", f"2024-01-0{day}") for day in (1, 3, 4)),
        ("total", "2024-01-01"),
    ]
    assert {(skip["asset"], skip["partition"]): skip["reason"] for skip in continued.of("asset_skipped")} == {
        ("total", "2024-01-03"): "its upstream asset total[2024-01-02] failed",
        ("total", "2024-01-04"): "its upstream asset total[2024-01-03] is skipped",
    }
    assert len(answer["run_ids"]) == 4


def test_each_run_that_ends_its_process_takes_only_itself(project: Path) -> None:
    continued = Continued(project)
    request = materialization("raw,other", selection(by_status("all")), {"executor": "in-process", "parallelism": 1})
    continued.call("assets.materialize", request)
    assert continued.processes == 2
    assert sorted((data["asset"], data["partition"]) for data in continued.of("asset_materialized")) == [
        *(("other", f"2024-01-0{day}") for day in (1, 2, 4)),
        *(("raw", f"2024-01-0{day}") for day in (1, 4)),
    ]
    assert [check["asset"] for check in continued.of("check_evaluated")] == ["other"] * 2


def test_the_other_partitions_of_a_job_are_run(project: Path) -> None:
    continued = Continued(project)
    parameters: Message = {
        "job": "daily",
        "location": None,
        "repository": None,
        "op_selection": [],
        # After the crash these are other partitions than at first.
        "partitions": selection(by_status("missing")),
        "options": {**materialization(None, {}, {"executor": "in-process"})["options"]},
    }
    continued.call("jobs.execute", parameters)
    statuses = ["SUCCESS", "FAILURE", "SUCCESS", "SUCCESS"]
    assert ends(continued) == {f"2024-01-0{day}": [status] for day, status in enumerate(statuses, 1)}


def test_a_run_that_ended_its_process_is_tried_again_as_often_as_any(project: Path) -> None:
    continued = Continued(project)
    reruns = {"times": 2, "checks": "error"}
    request = materialization("raw", selection(by_status("all")), {"executor": "in-process", "reruns": reruns})
    continued.call("assets.materialize", request)
    assert ends(continued) == {
        "2024-01-01": ["SUCCESS"],
        "2024-01-02": ["FAILURE"] * 3,
        "2024-01-03": ["SUCCESS"],
        "2024-01-04": ["SUCCESS"],
    }
    assert [run["retry_of"] is not None for run in continued.of("run_started")].count(True) == 2


def test_nothing_is_run_again_that_had_succeeded_when_what_is_stale_is_made(project: Path) -> None:
    continued = Continued(project)
    request = materialization("source,raw", selection(by_status("all")), {"executor": "in-process"})
    continued.call("assets.materialize", {**request, "only_stale": True})
    assert [data["asset"] for data in continued.of("asset_materialized")] == ["source", "raw", "raw", "raw"]
    assert len(continued.of("judged")) == 1


def test_checks_that_are_left_are_evaluated(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        """
import os
import dagster as dg

@dg.asset
def first(): ...

@dg.asset(deps=[first])
def second(): ...

@dg.asset_check(asset=first, blocking=True)
def a_blocking(): os._exit(3)

@dg.asset_check(asset=first)
def beside(): return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset=second)
def after(): return dg.AssetCheckResult(passed=True)

defs = dg.Definitions([first, second], asset_checks=[a_blocking, beside, after])
""",
        encoding="utf-8",
    )
    continued = Continued(tmp_path)
    options = materialization(None, {}, {"executor": "in-process"})["options"]
    parameters: Message = {
        "select": None,
        "check_names": [],
        "location": None,
        "repository": None,
        "partitions": selection(by_status("all")),
        "options": options,
    }
    continued.call("checks.execute", parameters)
    (skip,) = continued.of("check_skipped")
    assert (skip["check"], skip["reason"]) == ("after", "the blocking check a_blocking of first was not evaluated")
    assert continued.processes == 2 and len(continued.of("run_started")) == 1
