"""Checks that run without their assets."""

import inspect
import textwrap
from pathlib import Path
from types import SimpleNamespace

import dagster
import pytest
from dagster_maven_bridge.checks.blocking_order import BlockingOrder
from running import Message, Open, RunningBridge, _options, by_status, key, latest, selection

needs_partitioned_checks = pytest.mark.skipif(
    "partitions_def" not in inspect.signature(dagster.asset_check).parameters,
    reason="this Dagster knows no partitioned checks",
)


def parameters(select: str | None, names: tuple[str, ...], partitions: Message, options: Message) -> Message:
    return {
        "select": select,
        "check_names": list(names),
        "location": None,
        "repository": None,
        "partitions": partitions,
        "options": _options(options),
    }


def check(
    bridge: RunningBridge,
    *names: str,
    select: str | None = None,
    partition: str | None = None,
    partitions: Message | None = None,
    **options: object,
) -> Message:
    chosen = partitions or selection(latest())
    if partition is not None:
        chosen = selection(key(partition), parameter="partition")
    return bridge.call("checks.execute", parameters(select, names, chosen, options))


def evaluated(bridge: RunningBridge) -> list[str]:
    return sorted(f"{data['asset']}:{data['check']}" for data in bridge.of("check_evaluated"))


def skipped(bridge: RunningBridge) -> dict[str, str]:
    planned = bridge.of("planned")[0]["skipped"]
    return {f"{skip['asset']}:{skip['check']}": skip["reason"] for skip in [*planned, *bridge.of("check_skipped")]}


SHOP = """
@dg.asset
def raw(): return 1

@dg.asset(check_specs=[dg.AssetCheckSpec("inside", asset="clean")])
def clean(raw):
    yield dg.Output(raw)
    yield dg.AssetCheckResult(passed=True)

@dg.asset(deps=[clean])
def report() -> None: ...

def check_of(asset, name, passed=True, **options):
    @dg.asset_check(asset=asset, name=name, **options)
    def evaluate(): return dg.AssetCheckResult(passed=passed)
    return evaluate

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("first", asset="raw"), dg.AssetCheckSpec("second", asset="report")])
def together():
    yield dg.AssetCheckResult(asset_key="raw", check_name="first", passed=True)
    yield dg.AssetCheckResult(asset_key="report", check_name="second", passed=True)

specs = [dg.AssetCheckSpec("third", asset="raw"), dg.AssetCheckSpec("fourth", asset="report")]
@dg.multi_asset_check(specs=specs, can_subset=True)
def apart(context):
    for key in context.selected_asset_check_keys:
        yield dg.AssetCheckResult(asset_key=key.asset_key, check_name=key.name, passed=True)

defs = dg.Definitions(
    assets=[raw, clean, report],
    asset_checks=[
        check_of(raw, "fine"), check_of(report, "fine"), check_of(report, "bad", passed=False), together, apart
    ],
)
"""


def test_every_check_that_can_run_alone_runs_in_one_run_and_nothing_is_materialised(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    result = check(bridge)
    assert evaluated(bridge) == [
        "raw:fine",
        "raw:first",
        "raw:third",
        "report:bad",
        "report:fine",
        "report:fourth",
        "report:second",
    ]
    assert len(result["run_ids"]) == 1 and bridge.materialized() == []
    assert bridge.of("planned")[0]["runs"][0]["assets"] == []
    assert skipped(bridge) == {"clean:inside": "the function that makes clean evaluates it"}


def test_checks_are_chosen_by_name_and_by_asset(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    check(bridge, "fine")
    assert evaluated(bridge) == ["raw:fine", "report:fine"]
    check(bridge, "fine", select="report")
    assert evaluated(bridge) == ["report:fine"]
    check(bridge, "raw:fine", "bad")
    assert evaluated(bridge) == ["raw:fine", "report:bad"]
    check(bridge, select="raw")
    assert evaluated(bridge) == ["raw:fine", "raw:third"]
    assert skipped(bridge) == {"raw:first": "one function evaluates it together with report:second"}
    check(bridge, "first", "second")
    assert evaluated(bridge) == ["raw:first", "report:second"]


def test_a_check_that_is_not_there_is_an_error(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    (found,) = check(bridge, "fien")["problems"]
    assert found["message"] == "There is no asset check 'fien'" and "fine" in found["choices"]
    (found,) = check(bridge, "bad", select="raw")["problems"]
    assert found["message"] == "None of the selected assets has a check 'bad'"
    (found,) = check(bridge, select="rwa")["problems"]
    assert found["message"] == "There is no asset 'rwa'"
    assert bridge.events == []


def test_a_selection_without_checks_is_an_error(bridge_of: Open) -> None:
    bridge = bridge_of("@dg.asset\ndef raw(): ...\ndefs = dg.Definitions(assets=[raw])")
    (found,) = check(bridge, select="raw")["problems"]
    assert found["message"] == "The asset 'raw' has no checks"
    assert check(bridge) == {"run_ids": []}


def test_a_named_check_that_cannot_run_alone_is_an_error_with_its_place(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    (found,) = check(bridge, "inside")["problems"]
    assert found["message"] == (
        "The check 'inside' of clean cannot run alone: the function that makes clean evaluates it"
    )
    assert found["at"]["source"] == "def clean(raw):"
    assert "dagster:asset-materialize -Ddagster.select=clean" in found["remedy"]
    (found,) = check(bridge, "first")["problems"]
    assert found["remedy"] == "Name report:second as well with <checkName> (-Ddagster.checkName=…)"


BLOCKING = """
@dg.asset
def raw(): return 1

@dg.asset(deps=[raw])
def clean() -> None: ...

@dg.asset(deps=[clean])
def report() -> None: ...

@dg.asset
def other(): return 1

def check_of(asset, name, result, **options):
    @dg.asset_check(asset=asset, name=name, **options)
    def evaluate():
        if result is None:
            raise ValueError("no connection")
        return dg.AssetCheckResult(passed=result == "pass", severity=getattr(dg.AssetCheckSeverity, options_severity))
    return evaluate

options_severity = "ERROR"
"""


def blocking(result: str | None, severity: str = "ERROR") -> str:
    return BLOCKING + textwrap.dedent(f"""
    options_severity = {severity!r}
    defs = dg.Definitions(assets=[raw, clean, report, other], asset_checks=[
        check_of(raw, "gate", {result!r}, blocking=True), check_of(raw, "beside", "pass"),
        check_of(clean, "second_gate", "pass", blocking=True), check_of(report, "end", "pass"),
        check_of(other, "free", "pass"), check_of(other, "compares", "pass", additional_deps=[raw])])
    """)


def test_a_blocking_check_that_passes_is_followed_by_what_is_downstream(bridge_of: Open) -> None:
    bridge = bridge_of(blocking("pass"))
    result = check(bridge)
    order = [(data["asset"], data["check"]) for data in bridge.of("check_evaluated")]
    assert len(order) == 6 and len(result["run_ids"]) == 3
    assert order.index(("raw", "gate")) < order.index(("clean", "second_gate")) < order.index(("report", "end"))
    assert skipped(bridge) == {}


def test_a_failing_blocking_check_skips_the_checks_of_what_is_downstream(bridge_of: Open) -> None:
    bridge = bridge_of(blocking("fail"))
    check(bridge)
    assert evaluated(bridge) == ["other:free", "raw:beside", "raw:gate"]
    why = "the blocking check gate of raw failed"
    assert skipped(bridge) == {"clean:second_gate": why, "other:compares": why, "report:end": why}
    assert bridge.statuses() == ["FAILURE"]


def test_a_blocking_check_that_cannot_be_evaluated_blocks_too(bridge_of: Open) -> None:
    bridge = bridge_of(blocking(None))
    check(bridge)
    assert evaluated(bridge) == ["other:free", "raw:beside"]
    assert skipped(bridge)["report:end"] == "the blocking check gate of raw was not evaluated"


def test_a_blocking_check_that_only_warns_blocks_nothing(bridge_of: Open) -> None:
    bridge = bridge_of(blocking("fail", severity="WARN"))
    check(bridge)
    assert len(evaluated(bridge)) == 6 and skipped(bridge) == {}


def test_a_blocking_check_that_is_not_chosen_blocks_nothing(bridge_of: Open) -> None:
    bridge = bridge_of(blocking("fail"))
    check(bridge, "end")
    assert evaluated(bridge) == ["report:end"]


class GraphWithCircle:
    """Two assets, each with a blocking check that looks at the other one; Dagster refuses the like where it sees it."""

    ASSETS = frozenset(dagster.AssetKey(name) for name in ("one", "two"))
    CHECKS = tuple(dagster.AssetCheckKey(asset, "gate") for asset in sorted(ASSETS))

    def get_all_asset_keys(self) -> frozenset[dagster.AssetKey]:
        return self.ASSETS

    def get(self, _key: object) -> SimpleNamespace:
        return SimpleNamespace(blocking=True, parent_entity_keys=self.ASSETS, parent_keys=frozenset())

    def get_execution_set_asset_and_check_keys(self, check: object) -> set[object]:
        return {check}


def test_blocking_checks_that_wait_for_each_other_run_together() -> None:
    order = BlockingOrder(GraphWithCircle(), GraphWithCircle.CHECKS)
    assert order.waits_for(GraphWithCircle.CHECKS[0]) == {GraphWithCircle.CHECKS[1]}
    assert order.rounds() == [list(GraphWithCircle.CHECKS)]


CONFIGURED = """
@dg.asset
def raw(): return 1

@dg.asset_check(asset=raw, name="least")
def least(context) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True, metadata={"least": context.op_execution_context.op_config["least"]})

@dg.asset_check(asset=raw, name="reads")
def reads(raw) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=raw == 1)

defs = dg.Definitions(assets=[raw], asset_checks=[least, reads])
"""


def test_configuration_is_given_and_checked_before_anything_runs(bridge_of: Open) -> None:
    source = CONFIGURED.replace('name="least")', 'name="least", config_schema={"least": int})')
    if "config_schema" not in inspect.signature(dagster.asset_check).parameters:
        pytest.skip("this Dagster configures checks otherwise")
    bridge = bridge_of(source)
    check(bridge, "least", config_json='{"ops": {"raw_least": {"config": {"least": 3}}}}')
    assert bridge.of("check_evaluated")[0]["metadata"]["least"] == 3
    assert check(bridge, "least")["problems"] and bridge.events == []
    (found,) = check(bridge, "reads", config_json='{"ops": {"raw_lesat": {}}}')["problems"]
    assert found["value"] == "raw_lesat"


def test_what_a_check_reads_and_lacks_is_told(bridge_of: Open) -> None:
    bridge = bridge_of(CONFIGURED)
    check(bridge, "reads")
    (failed,) = bridge.of("step_failed")
    assert failed["failure"]["message"] == (
        "the upstream asset raw has not been materialised; materialise it first: -Ddagster.select=raw"
    )
    bridge.materialize("raw")
    check(bridge, "reads", tags={"team": "sales"})
    assert evaluated(bridge) == ["raw:reads"] and bridge.statuses() == ["SUCCESS"]


PARTITIONED = """
days = dg.StaticPartitionsDefinition(["mon", "tue"])

@dg.asset(partitions_def=days)
def by_day(): return 1

@dg.asset_check(asset=by_day)
def whole(context) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=not context.op_execution_context.has_partition_key)
"""
UNPARTITIONED_CHECK = PARTITIONED + "defs = dg.Definitions(assets=[by_day], asset_checks=[whole])"
PARTITIONED_CHECK = (
    PARTITIONED
    + """
@dg.asset_check(asset=by_day, partitions_def=days)
def each(context) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True, metadata={"key": context.op_execution_context.partition_key})

defs = dg.Definitions(assets=[by_day], asset_checks=[whole, each])
"""
)


def test_a_check_that_is_not_partitioned_runs_for_the_whole_of_a_partitioned_asset(bridge_of: Open) -> None:
    bridge = bridge_of(UNPARTITIONED_CHECK)
    check(bridge)
    assert [data["passed"] for data in bridge.of("check_evaluated")] == [True]
    (found,) = check(bridge, partition="mon")["problems"]
    assert found["message"] == ("The check by_day:whole is not partitioned, so that there is no partition 'mon'")


@needs_partitioned_checks
def test_a_partitioned_check_runs_for_its_latest_partition_or_the_one_that_is_named(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED_CHECK)
    check(bridge)
    assert [run["partition"] for run in bridge.of("planned")[0]["runs"]] == ["tue", None]
    assert all(data["passed"] for data in bridge.of("check_evaluated"))
    check(bridge, "each", partition="mon")
    (found,) = bridge.of("check_evaluated")
    assert found["metadata"]["key"] == "mon"
    (found,) = check(bridge, "each", partition="sun")["problems"]
    assert found["kind"] == "unknown_name" and found["choices"] == ["mon", "tue"]


@needs_partitioned_checks
def test_a_partitioned_check_runs_for_each_of_several_partitions(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED_CHECK)
    check(bridge, "each", partitions=selection(by_status("all")))
    assert [run["partition"] for run in bridge.of("planned")[0]["runs"]] == ["mon", "tue"]
    assert [data["metadata"]["key"] for data in bridge.of("check_evaluated")] == ["mon", "tue"]


def _planned(bridge: RunningBridge) -> list[str | None]:
    return [run["partition"] for run in bridge.of("planned")[0]["runs"]]


@needs_partitioned_checks
def test_partitions_of_a_check_are_missing_or_have_failed_by_its_evaluations(bridge_of: Open, tmp_path: Path) -> None:
    shop = """
    from pathlib import Path
    days = dg.StaticPartitionsDefinition(["mon", "tue", "wed", "thu"])

    @dg.asset(partitions_def=days)
    def by_day(): ...

    @dg.asset_check(asset=by_day, partitions_def=days)
    def each(context):
        if Path("broken").exists():
            raise RuntimeError("no shop today")
        return dg.AssetCheckResult(passed=context.partition_key != "tue" or Path("repaired").exists())

    @dg.asset_check(asset=by_day)
    def whole(): return dg.AssetCheckResult(passed=False)

    defs = dg.Definitions(assets=[by_day], asset_checks=CHECKS)
    """
    bridge = bridge_of(shop.replace("CHECKS", "[each, whole]"))
    missing, failed = selection(by_status("missing")), selection(by_status("failed"))
    check(bridge, "each", "whole", partitions=missing)
    assert bridge.of("planned")[0]["runs"] == [] and bridge.of("planned")[0]["nothing_left"] == "nothing is missing"
    bridge_of(shop.replace("CHECKS", "[]")).materialize(partitions=selection(key("mon"), key("tue"), key("wed")))
    check(bridge, "each", partition="mon")
    (tmp_path / "broken").touch()
    check(bridge, "each", partition="wed")
    (tmp_path / "broken").unlink()
    # What has failed before it was evaluated is missing, too, and what was never made is not.
    check(bridge, "each", partitions=failed)
    assert _planned(bridge) == ["wed"]
    check(bridge, "each", "whole", partitions=missing)
    assert _planned(bridge) == ["tue", None]
    check(bridge, "each", "whole", partitions=failed)
    assert _planned(bridge) == ["tue", None]
    (tmp_path / "repaired").touch()
    check(bridge, "each", partitions=failed)
    check(bridge, "each", partitions=failed)
    assert bridge.of("planned")[0]["nothing_left"] == "nothing has failed"


PARTITIONED_GATE = (
    PARTITIONED
    + """
@dg.asset(partitions_def=days, deps=[by_day])
def after() -> None: ...

@dg.asset
def total(by_day): return 1

@dg.asset_check(asset=by_day, partitions_def=days, blocking=True)
def gate(context) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=context.op_execution_context.partition_key == "mon")

@dg.asset_check(asset=after, partitions_def=days)
def same_day() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset=total)
def every_day() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)

defs = dg.Definitions(assets=[by_day, after, total], asset_checks=[gate, same_day, every_day])
"""
)


@needs_partitioned_checks
def test_a_partition_that_fails_a_blocking_check_blocks_itself_and_the_whole(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED_GATE)
    check(bridge, partitions=selection(by_status("all")))
    assert {(data["check"], data["partition"]) for data in bridge.of("check_skipped")} == {
        ("every_day", None),
        ("same_day", "tue"),
    }
    assert sorted(data["check"] for data in bridge.of("check_evaluated")) == ["gate", "gate", "same_day"]


def test_the_plan_of_one_of_several_locations_names_the_assets_whose_checks_it_runs(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    request = parameters('key:"raw"', ("fine",), selection(latest()), {})
    planned = bridge.call("runs.plan", {"operation": "checks.execute", "request": request})
    assert planned == {"matches": [], "checked": ["raw"], "upstream": [], "choices": [], "unmatched": []}
    request = parameters(None, ("fien",), selection(latest()), {})
    planned = bridge.call("runs.plan", {"operation": "checks.execute", "request": request})
    assert planned["checked"] == [] and planned["unmatched"][0]["value"] == "fien"


def test_the_checks_that_failed_when_they_were_evaluated_last_are_known(bridge_of: Open, tmp_path: Path) -> None:
    source = """
    from pathlib import Path

    @dg.asset
    def orders() -> None: ...

    @dg.asset_check(asset=orders)
    def positive():
        return dg.AssetCheckResult(passed=Path("repaired").exists())

    @dg.asset_check(asset=orders)
    def fresh():
        return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN)

    @dg.asset_check(asset=orders)
    def fine():
        return dg.AssetCheckResult(passed=True)

    @dg.asset_check(asset=orders)
    def broken():
        raise ValueError("no file")

    defs = dg.Definitions(assets=[orders], asset_checks=[positive, fresh, fine, broken])
    """
    bridge = bridge_of(source)
    narrowing = {"location": None, "repository": None}
    assert bridge.call("checks.list_failed", narrowing) == {"checks": []}
    bridge.materialize("orders")
    fresh = {"asset": "orders", "name": "fresh", "severity": "WARN"}
    positive = {"asset": "orders", "name": "positive", "severity": "ERROR"}
    assert bridge.call("checks.list_failed", narrowing) == {"checks": [fresh, positive]}
    (tmp_path / "repaired").touch()
    check(bridge, "positive")
    assert bridge.call("checks.list_failed", narrowing) == {"checks": [fresh]}
