"""Which runs a materialisation is made of."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from running import RunningBridge

Open = Callable[[str], RunningBridge]


@pytest.fixture
def bridge_of(tmp_path: Path) -> Iterator[Open]:
    opened: list[RunningBridge] = []

    def open_(source: str) -> RunningBridge:
        (tmp_path / "shop.py").write_text("import dagster as dg\n" + dedent(source), encoding="utf-8")
        opened.append(RunningBridge(tmp_path))
        return opened[-1]

    yield open_
    for bridge in opened:
        bridge.close()


PARTITIONED = """
daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-11")
regions = dg.DynamicPartitionsDefinition(name="regions")
both = dg.MultiPartitionsDefinition({"day": daily, "colour": dg.StaticPartitionsDefinition(["red", "blue"])})

@dg.asset
def source(): return 1

@dg.asset(partitions_def=daily)
def by_day(source): return 1

@dg.asset(partitions_def=daily)
def next_by_day(by_day): return 1

@dg.asset
def unrelated(): return 1

@dg.asset
def loads_all(by_day): return 1

@dg.asset(deps=[by_day])
def after_some(): return 1

@dg.asset(deps=[loads_all])
def after_skipped(): return 1

@dg.asset
def loads_skipped(loads_all): return 1

@dg.asset(partitions_def=regions)
def by_region(): return 1

@dg.asset(partitions_def=both)
def by_both(context): return context.partition_key.keys_by_dimension["colour"]

external = dg.AssetSpec("external")
single = dg.BackfillPolicy.single_run()

@dg.asset(partitions_def=daily, backfill_policy=single)
def ranged(context):
    return dg.MaterializeResult(metadata={"keys": len(context.partition_keys)})

@dg.multi_asset(specs=[dg.AssetSpec("m1"), dg.AssetSpec("m2")])
def together():
    yield dg.MaterializeResult(asset_key="m1")
    yield dg.MaterializeResult(asset_key="m2")

defs = dg.Definitions(assets=[
    source, by_day, next_by_day, unrelated, loads_all, after_some, after_skipped, loads_skipped, by_region, by_both,
    external, ranged, together,
])
"""


def test_without_a_selection_everything_runs_in_as_few_runs_as_possible(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize(executor="in-process")
    runs = [(sorted(assets), partition) for assets, partition in bridge.planned_runs()]
    assert runs == [
        (["by_both"], "blue|2024-01-10"),
        (["after_skipped", "m1", "m2", "source", "unrelated"], None),
        (["by_day", "next_by_day", "ranged"], "2024-01-10"),
        (["after_some"], None),
    ]
    skipped = bridge.skipped()
    assert set(skipped) == {"loads_all", "loads_skipped", "by_region"}
    assert skipped["loads_all"] == (
        "9 of the 10 upstream partitions of by_day that it needs are neither planned nor materialised, for example"
        " 2024-01-01"
    )
    assert skipped["loads_skipped"] == "its upstream asset loads_all is skipped"
    assert skipped["by_region"] == "it has no partition yet"
    assert set(bridge.statuses()) == {"SUCCESS"}


def test_what_is_materialised_already_counts(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize("source", executor="in-process")
    for day in range(1, 11):
        bridge.materialize("by_day", partition=f"2024-01-{day:02}")
    bridge.materialize("loads_all")
    assert bridge.skipped() == {} and bridge.statuses() == ["SUCCESS"]


def test_a_partition_of_several_dimensions_can_be_written_in_any_order_or_by_dimension(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    for written in ("red|2024-01-03", "2024-01-03|red", "day=2024-01-03|colour=red"):
        bridge.materialize("by_both", partition=written)
        assert bridge.of("asset_materialized")[0]["partition"] == "red|2024-01-03"
    (problem,) = bridge.materialize("by_both", partition="green|2024-01-03")["problems"]
    assert problem["value"] == "green|2024-01-03"


@pytest.mark.parametrize(
    ("select", "partition", "kind", "choices"),
    [
        ("by_day", "2024-01-99", "unknown_name", 10),
        ("unrelated", "2024-01-01", "invalid_parameter", 0),
        ("by_day,by_both", "2024-01-01", "invalid_parameter", None),
        ("by_region", "north", "unknown_name", 0),
    ],
)
def test_a_partition_that_does_not_fit_is_an_error(
    bridge_of: Open, select: str, partition: str, kind: str, choices: int | None
) -> None:
    (problem,) = bridge_of(PARTITIONED).materialize(select, partition=partition)["problems"]
    assert (problem["kind"], problem["parameter"], problem["value"]) == (kind, "partition", partition)
    assert choices is None or len(problem["choices"]) == choices


def test_a_range_is_one_run_where_the_policy_says_so(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize("ranged", range_=("2024-01-02", "2024-01-04"))
    assert bridge.planned_runs() == [(["ranged"], "2024-01-02...2024-01-04")]
    assert {data["metadata"]["keys"] for data in bridge.of("asset_materialized")} == {3}
    (problem,) = bridge.materialize("by_day", range_=("2024-01-02", "2024-01-04"))["problems"]
    assert problem["parameter"] == "partitionRange"


def test_what_is_made_together_cannot_be_selected_apart(bridge_of: Open) -> None:
    (problem,) = bridge_of(PARTITIONED).materialize("m1")["problems"]
    assert problem["message"] == "The asset 'm1' cannot be made without m2: one function makes them together"
    assert problem["value"] == "m1" and problem["choices"] == []


def test_what_is_not_materialised_here_is_skipped_with_the_reason(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize("external,unrelated")
    assert bridge.skipped() == {"external": "it is not materialised by this project"}


def test_a_plan_tells_what_of_a_request_is_here(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)

    def plan(select: str) -> dict[str, Any]:
        request = bridge.request(select, {"mode": "latest", "keys": []}, {})
        return bridge.call("runs.plan", {"operation": "assets.materialize", "request": request})

    assert plan("by_day")["matches"] == ["by_day"] and plan("by_day")["upstream"] == []
    assert plan("nope")["matches"] == [] and "by_day" in plan("nope")["choices"]
    several = plan("by_day,nope,external")
    assert (several["matches"], several["external"]) == (["by_day"], ["external"])
    assert [problem["value"] for problem in several["unmatched"]] == ["nope"]
