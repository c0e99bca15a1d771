"""What ``only_stale`` materialises, and the reasons that it gives."""

from pathlib import Path

import pytest
from running import Open, RunningBridge, by_status, range_, selection


@pytest.fixture
def bridge_of(bridge_of: Open) -> Open:
    """Opens a project of that source on the home of the ones before."""
    opened: list[RunningBridge] = []

    def open_(source: str) -> RunningBridge:
        for before in opened:
            before.close()
        opened.append(bridge_of(source))
        return opened[-1]

    return open_


def stale(bridge: RunningBridge, select: str | None = None, partition: str | None = None) -> dict[str, str]:
    """The reason of each asset that is materialised because it is stale."""
    answer = bridge.materialize(select, partition=partition, only_stale=True, executor="in-process")
    assert "run_ids" in answer, answer
    (judged,) = bridge.of("judged")
    reasons = {_label(one["asset"], one["partition"]): one["reason"] for one in judged["stale"]}
    planned = {_label(key, run["partition"]) for run in bridge.of("planned")[0]["runs"] for key in run["assets"]}
    assert planned == reasons.keys()
    return reasons


def up_to_date(bridge: RunningBridge) -> list[str]:
    return sorted(_label(one["asset"], one["partition"]) for one in bridge.of("judged")[0]["up_to_date"])


def _label(asset: str, partition: str | None) -> str:
    return asset if partition is None else f"{asset}[{partition}]"


CHAIN = """
@dg.asset
def raw(): return 1

@dg.asset(code_version="{version}")
def cleaned(raw): return raw

@dg.asset
def report(cleaned): return cleaned

@dg.asset
def unrelated(): return 1

@dg.asset_check(asset=report)
def is_there(): return dg.AssetCheckResult(passed=True)

defs = dg.Definitions(assets=[raw, cleaned, report, unrelated], asset_checks=[is_there])
"""


def test_what_was_never_materialised_is_and_then_all_is_up_to_date(bridge_of: Open) -> None:
    bridge = bridge_of(CHAIN.format(version=1))
    assert stale(bridge) == dict.fromkeys(["raw", "cleaned", "report", "unrelated"], "never materialised")
    assert stale(bridge) == {} and bridge.statuses() == []
    assert up_to_date(bridge) == ["cleaned", "raw", "report", "unrelated"]
    assert {one["asset"]: one["checks"] for one in bridge.of("judged")[0]["up_to_date"]}["report"] == ["is_there"]


def test_a_new_code_version_is_told_with_the_old_one_and_takes_what_is_downstream_along(bridge_of: Open) -> None:
    bridge_of(CHAIN.format(version=1)).materialize()
    bridge = bridge_of(CHAIN.format(version=2))
    assert stale(bridge) == {
        "cleaned": "its code version is '2', and was '1'",
        "report": "its upstream cleaned is materialised again",
    }
    assert sorted(bridge.materialized()) == ["cleaned", "report"]
    assert up_to_date(bridge) == ["raw", "unrelated"]
    assert stale(bridge) == {}


def test_new_data_upstream_is_told(bridge_of: Open) -> None:
    bridge = bridge_of(CHAIN.format(version=1))
    bridge.materialize()
    bridge.materialize("raw")
    assert stale(bridge) == {
        "cleaned": "its upstream raw has new data",
        "report": "its upstream cleaned is materialised again",
    }


HELPERS = """
RATE = {rate}

def rounded(value):{comment}
    return round(value * RATE, {digits})

@dg.asset
def converted(): return rounded(1.5)

@dg.asset
def plain(): return 1

defs = dg.Definitions(assets=[converted, plain])
"""


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"rate": 3}, {"converted": "its code has changed"}),
        ({"digits": 1}, {"converted": "its code has changed"}),
        ({"comment": "  # to cents"}, {}),
    ],
)
def test_code_without_a_version_is_told_by_what_it_says_and_refers_to(
    bridge_of: Open, change: dict[str, object], reasons: dict[str, str]
) -> None:
    before: dict[str, object] = {"rate": 2, "digits": 2, "comment": ""}
    bridge_of(HELPERS.format(**before)).materialize()
    assert stale(bridge_of(HELPERS.format(**{**before, **change}))) == reasons


def test_dependencies_that_came_and_went_are_told(bridge_of: Open) -> None:
    source = """
    @dg.asset
    def a(): return 1

    @dg.asset
    def b(): return 1

    @dg.asset(deps=[{}], code_version="1")
    def c(): return 1

    defs = dg.Definitions(assets=[a, b, c])
    """
    bridge_of(source.format("a")).materialize()
    assert stale(bridge_of(source.format("b"))) == {
        "c": "it does not depend on a any more, it now depends on b",
    }


FRAGILE = """
import os

@dg.asset(code_version="1")
def fragile():
    if os.path.exists({flag!r}): raise ValueError("no")
    return 1

@dg.asset(code_version="1")
def checked(): return 1

@dg.asset_check(asset=checked)
def holds(): return dg.AssetCheckResult(passed=not os.path.exists({flag!r}), severity=dg.AssetCheckSeverity.{severity})

defs = dg.Definitions(assets=[fragile, checked], asset_checks=[holds])
"""


def test_a_failure_since_the_last_materialisation_counts(bridge_of: Open, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    bridge = bridge_of(FRAGILE.format(flag=str(flag), severity="ERROR"))
    bridge.materialize()
    flag.touch()
    bridge.materialize()
    assert stale(bridge) == {"fragile": "its last run failed", "checked": "its check holds failed"}
    flag.unlink()
    assert set(stale(bridge)) == {"fragile", "checked"}
    assert stale(bridge) == {}


def test_a_warning_of_a_check_does_not_count_and_a_new_check_does(bridge_of: Open, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    source = FRAGILE.format(flag=str(flag), severity="WARN")
    bridge = bridge_of(source)
    bridge.materialize("fragile")
    flag.touch()
    bridge.materialize("checked")
    assert stale(bridge) == {}
    bridge = bridge_of(source.replace("def holds()", "def holds_too()").replace("[holds]", "[holds_too]"))
    assert stale(bridge) == {"checked": "its check holds_too was not evaluated"}


PARTITIONED = """
days = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-06")

@dg.asset(partitions_def=days)
def by_day(): return 1

@dg.asset(partitions_def=days)
def next_by_day(by_day): return by_day

@dg.asset(deps=[dg.AssetDep(by_day, partition_mapping=dg.AllPartitionMapping())])
def total(): return 1

defs = dg.Definitions(assets=[by_day, next_by_day, total])
"""


def test_each_partition_is_judged_for_itself(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    assert stale(bridge, "by_day,next_by_day") == {
        "by_day[2024-01-05]": "never materialised",
        "next_by_day[2024-01-05]": "never materialised",
    }
    assert stale(bridge, "by_day,next_by_day") == {}
    assert stale(bridge, "by_day", "2024-01-02") == {"by_day[2024-01-02]": "never materialised"}
    bridge.materialize("by_day", partition="2024-01-05")
    assert stale(bridge, "next_by_day") == {"next_by_day[2024-01-05]": "its upstream by_day[2024-01-05] has new data"}


def test_a_new_partition_upstream_is_seen_where_dagster_does_not_look(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize("by_day", partition="2024-01-01")
    bridge.materialize("total")
    assert stale(bridge, "total") == {}
    bridge.materialize("by_day", partition="2024-01-02")
    assert stale(bridge, "total") == {"total": "its upstream by_day[2024-01-02] has new data"}


def test_assets_of_one_function_are_made_together(bridge_of: Open) -> None:
    bridge = bridge_of(
        """
        @dg.multi_asset(specs=[dg.AssetSpec("left"), dg.AssetSpec("right", deps=["source"])])
        def both():
            yield dg.MaterializeResult(asset_key="left")
            yield dg.MaterializeResult(asset_key="right")

        @dg.asset
        def source(): return 1

        defs = dg.Definitions(assets=[both, source])
        """
    )
    bridge.materialize()
    bridge.materialize("source")
    assert stale(bridge) == {
        "left": "it is made together with right",
        "right": "its upstream source has new data",
    }


def test_an_external_asset_is_new_when_it_is_observed_with_another_data_version(
    bridge_of: Open, tmp_path: Path
) -> None:
    version = tmp_path / "version"
    bridge = bridge_of(
        f"""
        @dg.observable_source_asset
        def feed():
            with open({str(version)!r}) as file: return dg.DataVersion(file.read())

        @dg.asset
        def loaded(feed): return 1

        observe = dg.define_asset_job("observe", selection="feed")
        defs = dg.Definitions(assets=[feed, dg.asset(deps=[feed], name="loaded")(lambda: 1)], jobs=[observe])
        """
    )
    version.write_text("1")
    bridge.execute("observe")
    bridge.materialize("loaded")
    bridge.execute("observe")
    assert stale(bridge, "loaded") == {}
    version.write_text("2")
    bridge.execute("observe")
    assert stale(bridge, "loaded") == {"loaded": "its upstream feed has new data"}


def test_what_other_code_has_made_is_not_known(bridge_of: Open) -> None:
    bridge = bridge_of(
        """
        @dg.asset
        def reported(): return 1

        @dg.asset
        def reporter():
            dg.DagsterInstance.get().report_runless_asset_event(dg.AssetMaterialization("reported"))

        defs = dg.Definitions(assets=[reported, reporter])
        """
    )
    bridge.materialize("reporter")
    reasons = stale(bridge, "reported")
    assert reasons == {"reported": "it declares no code_version, and the code that made it is not known"}


RANGE = """
import os

days = dg.StaticPartitionsDefinition(["mon", "tue", "wed", "thu"])

@dg.asset(partitions_def=days, backfill_policy=dg.BackfillPolicy.single_run(), code_version="1")
def week(context):
    for key in context.partition_keys:
        if os.path.exists("broken") and key == "tue":
            raise ValueError("boom")
        yield dg.AssetMaterialization("week", partition=key)
    yield dg.MaterializeResult()

defs = dg.Definitions([week])
"""


def test_a_failed_run_of_several_partitions_is_a_later_attempt_at_each(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(RANGE)
    every = selection(by_status("all"))
    bridge.materialize(partitions=every, executor="in-process")
    assert bridge.statuses() == ["SUCCESS"]
    bridge.materialize(partitions=every, only_stale=True, executor="in-process")
    assert len(bridge.of("judged")[0]["up_to_date"]) == 4
    (tmp_path / "broken").touch()
    some = selection(range_("mon", "wed"))
    bridge.materialize(partitions=some, executor="in-process")
    assert bridge.statuses() == ["FAILURE"]
    (tmp_path / "broken").unlink()
    # Monday was made before the failure.
    bridge.materialize(partitions=every, only_stale=True, executor="in-process")
    (judged,) = bridge.of("judged")
    assert {one["partition"]: one["reason"] for one in judged["stale"]} == {
        "tue": "its last run failed",
        "wed": "its last run failed",
    }
    assert [one["partition"] for one in judged["up_to_date"]] == ["mon", "thu"]


def test_failed_and_missing_know_a_failed_run_of_several_partitions(bridge_of: Open, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    bridge = bridge_of(RANGE)
    bridge.materialize(partitions=selection(range_("mon", "wed")), executor="in-process")
    (tmp_path / "broken").unlink()
    bridge.materialize(partitions=selection(by_status("failed")), executor="in-process")
    assert bridge.planned_runs() == [(["week"], "tue...wed")]
    bridge.materialize(partitions=selection(by_status("missing")), executor="in-process")
    assert bridge.planned_runs() == [(["week"], "thu")]


SHARED_CHECKS = """
@dg.asset
def a1(): return 1

@dg.asset(code_version="{version}")
def a2(): return 1

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("even", asset="a1"), dg.AssetCheckSpec("odd", asset="a2")])
def even_and_odd():
    yield dg.AssetCheckResult(passed=True, asset_key="a1", check_name="even")
    yield dg.AssetCheckResult(passed=True, asset_key="a2", check_name="odd")

defs = dg.Definitions(assets=[a1, a2], asset_checks=[even_and_odd])
"""


def test_of_assets_that_one_function_checks_one_alone_may_be_stale(bridge_of: Open) -> None:
    bridge = bridge_of(SHARED_CHECKS.format(version=1))
    assert stale(bridge) == {"a1": "never materialised", "a2": "never materialised"}
    bridge = bridge_of(SHARED_CHECKS.format(version=2))
    assert stale(bridge) == {"a2": "its code version is '2', and was '1'"}
    assert bridge.statuses() == ["SUCCESS"]
    # Its check was left out of that run, as it would be of the next one.
    assert stale(bridge) == {}
