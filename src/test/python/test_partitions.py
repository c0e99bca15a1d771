"""Which partitions a request means, in which runs they are made, and what is wrong with those that are not there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Open, RunningBridge, by_dimension, by_status, key, latest, range_, selection

Run = tuple[list[str], str | None]


SHOP = """
daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-15")
weekly = dg.WeeklyPartitionsDefinition("2024-01-01", end_date="2024-01-15", day_offset=1)
hourly = dg.HourlyPartitionsDefinition("2024-01-01-00:00", end_date="2024-01-03-00:00")
cron = dg.TimeWindowPartitionsDefinition(cron_schedule="0 6,18 * * *", start="2024-01-01-00:00",
    end="2024-01-04-00:00", fmt="%Y-%m-%d-%H:%M")
colours = dg.StaticPartitionsDefinition(["red", "green", "blue", "missing"])
regions = dg.DynamicPartitionsDefinition(name="regions")
both = dg.MultiPartitionsDefinition({"day": daily, "colour": colours})
places = dg.MultiPartitionsDefinition({"day": daily, "region": regions})
single = dg.BackfillPolicy.single_run()

@dg.asset
def source(): ...

@dg.asset(partitions_def=daily, deps=[source])
def by_day(): ...

@dg.asset(partitions_def=daily, deps=[by_day])
def after_by_day(): ...

@dg.asset(partitions_def=daily, deps=[dg.AssetDep(by_day, partition_mapping=dg.TimeWindowPartitionMapping(-1, -1))])
def from_yesterday(): ...

@dg.asset(partitions_def=daily, deps=[
    dg.AssetDep("cumulative", partition_mapping=dg.TimeWindowPartitionMapping(-1, -1)), by_day])
def cumulative(): ...

@dg.asset(partitions_def=weekly, deps=[by_day])
def by_week(): ...

@dg.asset(deps=[by_week])
def report(): ...

@dg.asset(partitions_def=hourly)
def by_hour(): ...

@dg.asset(partitions_def=cron)
def by_shift(): ...

@dg.asset(partitions_def=colours)
def by_colour(): ...

@dg.asset(partitions_def=both, deps=[by_day, by_colour])
def by_both(): ...

@dg.asset(partitions_def=both, backfill_policy=single)
def both_at_once(context): return dg.MaterializeResult(metadata={"keys": len(context.partition_keys)})

@dg.asset(partitions_def=daily, deps=[
    dg.AssetDep(by_both, partition_mapping=dg.MultiToSingleDimensionPartitionMapping("day"))])
def day_of_both(): ...

@dg.asset(partitions_def=regions)
def by_region(): ...

@dg.asset(partitions_def=places)
def by_place(): ...

@dg.asset(partitions_def=daily, backfill_policy=single)
def at_once(context): return dg.MaterializeResult(metadata={"keys": len(context.partition_keys)})

@dg.asset(partitions_def=daily, backfill_policy=single, deps=[at_once])
def after_at_once(): ...

@dg.asset(partitions_def=daily, backfill_policy=dg.BackfillPolicy.multi_run(5))
def by_five(): ...

@dg.asset(partitions_def=daily, deps=[
    dg.AssetDep(by_day, partition_mapping=dg.SpecificPartitionsPartitionMapping(["2024-01-03"])),
    dg.AssetDep(by_colour, partition_mapping=dg.LastPartitionMapping())])
def from_fixed(): ...

@dg.asset(partitions_def=colours, deps=[
    dg.AssetDep("sizes", partition_mapping=dg.StaticPartitionMapping({"s": "red", "m": ["green", "blue"]}))])
def from_sizes(): ...

@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["s", "m"]))
def sizes(): ...

@dg.op
def work(context): ...

@dg.job(partitions_def=daily)
def daily_job(): work()

by_day_job = dg.define_asset_job("by_day_job", [by_day])
at_once_job = dg.define_asset_job("at_once_job", [at_once])

defs = dg.Definitions(
    assets=[source, by_day, after_by_day, from_yesterday, cumulative, by_week, report, by_hour, by_shift, by_colour,
        by_both, both_at_once, day_of_both, by_region, by_place, at_once, after_at_once, by_five, from_fixed,
        from_sizes, sizes],
    jobs=[daily_job, by_day_job, at_once_job])
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBridge]:
    """One process for the tests that do not care what has been materialised before."""
    project = tmp_path_factory.mktemp("shop")
    (project / "shop.py").write_text("import dagster as dg\n" + SHOP, encoding="utf-8")
    bridge = RunningBridge(project)
    yield bridge
    bridge.close()


def plan(bridge: RunningBridge, select: str, *terms: dict[str, Any], **options: Any) -> list[Run]:
    """The runs that are planned; they are cancelled before the first of them has done much."""
    chosen = selection(*terms, **options)

    def cancel(event: str, _: Any) -> None:
        if event == "planned":
            bridge.cancel()

    answer = bridge.materialize(select, partitions=chosen, on=cancel, executor="in-process")
    assert bridge.of("planned"), answer
    return bridge.planned_runs()


def problem(bridge: RunningBridge, select: str, *terms: dict[str, Any], **options: Any) -> dict[str, Any]:
    answer = bridge.materialize(select, partitions=selection(*terms, **options))
    assert bridge.events == []
    (found,) = answer["problems"]
    told: dict[str, Any] = found
    return told


def days(first: int, last: int) -> list[str]:
    return [f"2024-01-{day:02}" for day in range(first, last + 1)]


def partitions(runs: list[Run]) -> list[str | None]:
    return [partition for _, partition in runs]


@pytest.mark.parametrize(
    ("select", "terms", "expected"),
    [
        ("by_day", [key("2024-01-05")], days(5, 5)),
        ("by_day", [range_("2024-01-05", "2024-01-07")], days(5, 7)),
        ("by_day", [key("2024-01-09"), range_("2024-01-02", "2024-01-03"), key("2024-01-03")],
         [*days(2, 3), *days(9, 9)]),
        ("by_day", [latest()], days(14, 14)),
        ("by_day", [latest(3)], days(12, 14)),
        ("by_day", [latest(99)], days(1, 14)),
        ("by_day", [by_status("all")], days(1, 14)),
        ("by_hour", [latest(2)], ["2024-01-02-22:00", "2024-01-02-23:00"]),
        ("by_shift", [range_("2024-01-01-18:00", "2024-01-02-18:00")],
         ["2024-01-01-18:00", "2024-01-02-06:00", "2024-01-02-18:00"]),
        ("by_colour", [range_("green", "missing")], ["green", "blue", "missing"]),
        ("by_colour", [key("missing"), key("red")], ["red", "missing"]),
        ("by_both", [key("2024-01-05|red")], ["red|2024-01-05"]),
        ("by_both", [range_("red|2024-01-05", "green|2024-01-06")],
         ["red|2024-01-05", "red|2024-01-06", "green|2024-01-05", "green|2024-01-06"]),
        ("by_both", [by_dimension(day=range_("2024-01-05", "2024-01-06"), colour=key("blue"))],
         ["blue|2024-01-05", "blue|2024-01-06"]),
        ("by_both", [by_dimension(day=latest(), colour=by_status("all"))],
         [f"{colour}|2024-01-14" for colour in ("red", "green", "blue", "missing")]),
    ],
)  # fmt: skip
def test_an_asset_without_a_policy_has_a_run_for_each_partition(
    shop: RunningBridge, select: str, terms: list[dict[str, Any]], expected: list[str]
) -> None:
    assert sorted(plan(shop, select, *terms), key=str) == sorted([([select], one) for one in expected], key=str)


def test_the_partitions_of_a_policy_are_made_in_runs_without_gaps(shop: RunningBridge) -> None:
    asked = [range_("2024-01-02", "2024-01-04"), key("2024-01-09")]
    assert plan(shop, "at_once,after_at_once", *asked) == [
        (["at_once", "after_at_once"], "2024-01-02...2024-01-04"),
        (["at_once", "after_at_once"], "2024-01-09"),
    ]
    assert partitions(plan(shop, "by_five", by_status("all"))) == [
        "2024-01-01...2024-01-05",
        "2024-01-06...2024-01-10",
        "2024-01-11...2024-01-14",
    ]
    both = by_dimension(day=range_("2024-01-02", "2024-01-04"), colour=range_("red", "green"))
    assert partitions(plan(shop, "both_at_once", both)) == [
        "red|2024-01-02...red|2024-01-04",
        "green|2024-01-02...green|2024-01-04",
    ]


def test_a_run_of_several_partitions_makes_each_of_them_and_no_other(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    bridge.materialize("at_once", partitions=selection(range_("2024-01-02", "2024-01-04"), key("2024-01-06")))
    assert bridge.statuses() == ["SUCCESS", "SUCCESS"]
    made = [(data["partition"], data["metadata"]["keys"]) for data in bridge.of("asset_materialized")]
    assert sorted(made) == [*((day, 3) for day in days(2, 4)), ("2024-01-06", 1)]
    assert [data["partitions"] for data in bridge.of("run_started")] == [days(2, 4), days(6, 6)]
    both = by_dimension(day=range_("2024-01-02", "2024-01-03"), colour=key("red"))
    bridge.materialize("both_at_once", partitions=selection(both))
    assert sorted(data["partition"] for data in bridge.of("asset_materialized")) == ["red|2024-01-02", "red|2024-01-03"]


def test_what_is_upstream_comes_first_and_shares_runs_where_it_can(shop: RunningBridge) -> None:
    assert plan(shop, "by_day,after_by_day,source", range_("2024-01-02", "2024-01-03")) == [
        (["source"], None),
        (["by_day", "after_by_day"], "2024-01-02"),
        (["by_day", "after_by_day"], "2024-01-03"),
    ]
    runs = plan(shop, "by_day,by_week,report", by_status("all"))
    assert runs == [
        *((["by_day"], day) for day in days(1, 14)),
        (["by_week"], "2024-01-01"),
        (["by_week"], "2024-01-08"),
        (["report"], None),
    ]
    # Of another day than its own, an asset needs runs that have ended.
    assert plan(shop, "by_day,from_yesterday", range_("2024-01-13", "2024-01-14")) == [
        *((["by_day"], day) for day in days(13, 14)),
        *((["from_yesterday"], day) for day in days(13, 14)),
    ]
    assert plan(shop, "by_day,cumulative", latest(2)) == [(["by_day", "cumulative"], day) for day in days(13, 14)]
    assert plan(shop, "by_both,by_colour,by_day,day_of_both", latest()) == [
        (["by_colour"], "missing"),
        (["by_day"], "2024-01-14"),
        (["by_both"], "missing|2024-01-14"),
        (["day_of_both"], "2024-01-14"),
    ]
    assert plan(shop, "sizes,from_sizes", by_status("all"))[:2] == [(["sizes"], "s"), (["sizes"], "m")]
    fixed = [assets for assets, _ in plan(shop, "by_day,by_colour,from_fixed", by_status("all"))]
    assert sorted(fixed[:18]) == [*([["by_colour"]] * 4), *([["by_day"]] * 14)]
    assert fixed[18:] == [["from_fixed"]] * 14


def test_what_failed_keeps_only_what_needs_it_from_running(bridge_of: Open) -> None:
    bridge = bridge_of("""
        daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-05")

        @dg.asset(partitions_def=daily)
        def raw(context):
            if context.partition_key == "2024-01-02":
                raise ValueError("boom")

        @dg.asset(partitions_def=daily, deps=[
            dg.AssetDep("total", partition_mapping=dg.TimeWindowPartitionMapping(-1, -1)), raw])
        def total(): ...

        @dg.asset(partitions_def=daily, backfill_policy=dg.BackfillPolicy.single_run(), deps=[raw])
        def all_at_once(): ...

        defs = dg.Definitions([raw, total, all_at_once])
    """)
    bridge.materialize("raw,total", partitions=selection(by_status("all")), executor="in-process")
    assert sorted((data["asset"], data["partition"]) for data in bridge.of("asset_materialized")) == [
        ("raw", "2024-01-01"),
        ("raw", "2024-01-03"),
        ("raw", "2024-01-04"),
        ("total", "2024-01-01"),
    ]
    bridge.materialize("raw,all_at_once", partitions=selection(by_status("all")), executor="in-process")
    assert [data["reason"] for data in bridge.of("asset_skipped")] == ["its upstream asset raw[2024-01-02] failed"]
    assert bridge.of("asset_skipped")[0]["partition"] == "2024-01-01...2024-01-04"


FLAKY = """
import os

daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-06")

def fail_on(context):
    if context.partition_key in os.environ.get("BAD", "2024-01-02,2024-01-04") and not os.path.exists("repaired"):
        raise ValueError("boom")

@dg.asset(partitions_def=daily)
def raw(context): fail_on(context)

@dg.asset(partitions_def=daily)
def other(): ...

@dg.asset
def whole():
    if not os.path.exists("repaired"):
        raise ValueError("boom")

@dg.op
def work(context): fail_on(context)

@dg.job(partitions_def=daily)
def work_job(): work()

raw_job = dg.define_asset_job("raw_job", [raw])
defs = dg.Definitions([raw, other, whole], jobs=[work_job, raw_job])
"""


def test_missing_and_failed_are_what_the_instance_says_of_each_asset(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(FLAKY)

    def run(*kinds: str) -> list[Run]:
        bridge.materialize(partitions=selection(*map(by_status, kinds)), executor="in-process")
        return bridge.planned_runs()

    bridge.materialize("other", partitions=selection(range_("2024-01-01", "2024-01-03")))
    assert run("failed") == []
    assert bridge.of("planned")[0]["nothing_left"] == "nothing has failed"
    # One asset has more of them than the other; they share the runs that they have in common.
    assert {(tuple(sorted(assets)), day) for assets, day in run("missing")} == {
        (("whole",), None),
        *((("raw",), day) for day in days(1, 3)),
        *((("other", "raw"), day) for day in days(4, 5)),
    }
    # A failed partition has failed, and is still missing.
    failed = {("raw", "2024-01-02"), ("raw", "2024-01-04"), ("whole", None)}
    assert {(assets[0], day) for assets, day in run("failed")} == failed
    assert {(assets[0], day) for assets, day in run("missing")} == failed
    (tmp_path / "repaired").touch()
    assert {(assets[0], day) for assets, day in run("missing", "failed")} == failed
    assert bridge.statuses() == ["SUCCESS"] * 3
    assert run("missing") == [] and bridge.of("planned")[0]["nothing_left"] == "nothing is missing"
    assert run("missing", "failed") == []
    assert bridge.of("planned")[0]["nothing_left"] == "nothing is missing or has failed"


@pytest.mark.parametrize("job", ["work_job", "raw_job"])
def test_missing_and_failed_partitions_of_a_job(bridge_of: Open, tmp_path: Path, job: str) -> None:
    bridge = bridge_of(FLAKY)

    def run(*terms: dict[str, Any]) -> list[str | None]:
        bridge.execute(job, partitions=selection(*terms), executor="in-process")
        return partitions(bridge.planned_runs())

    assert run(range_("2024-01-01", "2024-01-03")) == days(1, 3)
    assert bridge.statuses() == ["SUCCESS", "FAILURE", "SUCCESS"]
    assert run(by_status("failed")) == days(2, 2)
    assert run(by_status("missing")) == ["2024-01-02", "2024-01-04", "2024-01-05"]
    (tmp_path / "repaired").touch()
    assert run(by_status("missing")) == ["2024-01-02", "2024-01-04"]
    assert run(by_status("missing")) == [] and bridge.of("planned")[0]["nothing_left"] == "nothing is missing"


def test_a_job_of_assets_of_one_policy_runs_as_it_says(shop: RunningBridge) -> None:
    shop.execute("at_once_job", partitions=selection(range_("2024-01-01", "2024-01-03")), executor="in-process")
    assert partitions(shop.planned_runs()) == ["2024-01-01...2024-01-03"]
    assert len(shop.of("asset_materialized")) == 3 and shop.statuses() == ["SUCCESS"]


CUMULATIVE = """
daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-07")
yesterday = dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1)

@dg.asset(partitions_def=daily)
def raw(context):
    if context.partition_key == "2024-01-03":
        raise ValueError("boom")

@dg.asset(partitions_def=daily, deps=[dg.AssetDep("total", partition_mapping=yesterday)])
def total(): ...

@dg.asset(partitions_def=daily, deps=[raw, dg.AssetDep("checked", partition_mapping=yesterday)])
def checked(): ...

@dg.asset(partitions_def=daily, deps=[dg.AssetDep(raw, partition_mapping=dg.AllPartitionMapping())])
def ranked(): ...

@dg.asset
def whole(): ...

running = dg.define_asset_job("running", [total])
more = dg.define_asset_job("more", [raw, checked, total, whole])
circular = dg.define_asset_job("circular", [raw, ranked])
defs = dg.Definitions([raw, total, checked, ranked, whole], jobs=[running, more, circular])
"""


@pytest.mark.parametrize("parallelism", [1, 3])
def test_a_job_of_assets_that_need_their_past_runs_its_partitions_in_order(bridge_of: Open, parallelism: int) -> None:
    bridge = bridge_of(CUMULATIVE)
    keys = [key("2024-01-05"), range_("2024-01-01", "2024-01-03"), key("2024-01-04")]
    bridge.execute("running", partitions=selection(*keys), parallelism=parallelism)
    day_of = {run["run_id"]: run["partition"] for run in bridge.of("run_started")}
    order = [(name, day_of[data["run_id"]]) for name, data in bridge.events if name in ("run_started", "run_ended")]
    assert order == [(name, day) for day in days(1, 5) for name in ("run_started", "run_ended")]


def test_what_needs_a_failed_partition_of_a_job_is_skipped(bridge_of: Open) -> None:
    bridge = bridge_of(CUMULATIVE)
    bridge.execute("more", partitions=selection(by_status("all")))
    made = {(data["asset"], data["partition"]) for data in bridge.of("asset_materialized")}
    assert {day for asset, day in made if asset == "total"} == set(days(1, 6))
    assert {day for asset, day in made if asset == "raw"} == {*days(1, 2), *days(4, 6)}
    assert {day for asset, day in made if asset == "checked"} == set(days(1, 2))
    assert bridge.statuses() == ["SUCCESS"] * 2 + ["FAILURE"] + ["SUCCESS"] * 3
    assert [(data["asset"], data["partition"], data["reason"]) for data in bridge.of("asset_skipped")] == [
        ("checked", "2024-01-04", "its upstream asset checked[2024-01-03] failed"),
        ("checked", "2024-01-05", "its upstream asset checked[2024-01-04] is skipped"),
        ("checked", "2024-01-06", "its upstream asset checked[2024-01-05] is skipped"),
    ]


def test_a_job_whose_runs_need_each_other_is_run_as_it_is(bridge_of: Open) -> None:
    bridge = bridge_of(CUMULATIVE)
    bridge.execute("circular", partitions=selection(by_status("all")))
    assert len(bridge.statuses()) == 6


ELSEWHERE = """
daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-05")
yesterday = dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1)
raw = dg.AssetSpec("raw", partitions_def=daily)

@dg.asset(partitions_def=daily, deps=[raw])
def cleaned(): ...

@dg.asset(partitions_def=daily, deps=[dg.AssetDep(raw, partition_mapping=yesterday)])
def next_day(): ...

@dg.asset(partitions_def=daily, deps=[cleaned])
def after(): ...

@dg.asset(deps=[dg.AssetDep(raw, partition_mapping=dg.AllPartitionMapping())])
def whole(): ...

@dg.asset(partitions_def=daily, deps=["unknown"])
def of_unknown(): ...

@dg.asset
def alone(): ...

defs = dg.Definitions([raw, cleaned, next_day, after, whole, of_unknown, alone])
"""


@pytest.mark.parametrize("executor", ["in-process", "auto"])
def test_what_another_location_has_not_made_keeps_what_needs_it_from_being_made(bridge_of: Open, executor: str) -> None:
    bridge = bridge_of(ELSEWHERE)
    how = "of another code location was not materialised"
    broken = [
        {"asset": "raw", "partition": "2024-01-02", "how": how},
        {"asset": "unknown", "partition": "some key", "how": how},
        {"asset": "of no interest here", "partition": None, "how": how},
    ]
    bridge.materialize(partitions=selection(by_status("all")), executor=executor, broken=broken)
    unknown = f"its upstream asset unknown {how}"
    expected: dict[tuple[str, str | None], str] = {
        ("cleaned", "2024-01-02"): f"its upstream asset raw[2024-01-02] {how}",
        ("next_day", "2024-01-03"): f"its upstream asset raw[2024-01-02] {how}",
        ("after", "2024-01-02"): "its upstream asset cleaned[2024-01-02] is skipped",
        ("whole", None): f"its upstream asset raw[2024-01-02] {how}",
        ("of_unknown", "2024-01-01"): unknown,
        ("of_unknown", "2024-01-02"): unknown,
        ("of_unknown", "2024-01-03"): unknown,
        ("of_unknown", "2024-01-04"): unknown,
    }
    skipped = {(skip["asset"], skip["partition"]): skip["reason"] for skip in bridge.of("asset_skipped")}
    assert skipped == expected
    made = {(data["asset"], data["partition"]) for data in bridge.of("asset_materialized")}
    assert made == {
        *(("cleaned", day) for day in ("2024-01-01", "2024-01-03", "2024-01-04")),
        *(("next_day", day) for day in ("2024-01-01", "2024-01-02", "2024-01-04")),
        *(("after", day) for day in ("2024-01-01", "2024-01-03", "2024-01-04")),
        ("alone", None),
    }


def test_what_lacks_something_upstream_is_left_out_unless_it_was_named(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    bridge.materialize("by_day", partitions=selection(range_("2024-01-01", "2024-01-08")))
    bridge.materialize("by_week", partitions=selection(by_status("missing")))
    assert bridge.planned_runs() == [(["by_week"], "2024-01-01"), (["by_week"], "2024-01-08")]
    bridge.materialize("after_by_day", partitions=selection(latest(7)))
    assert bridge.planned_runs() == [(["after_by_day"], "2024-01-08")]
    assert bridge.of("planned")[0]["skipped"][0] == {
        "asset": "after_by_day",
        "check": None,
        "partition": "2024-01-09",
        "reason": "its upstream partition 2024-01-09 of by_day is neither planned nor materialised",
    }
    assert partitions(plan(bridge, "after_by_day", key("2024-01-09"))) == ["2024-01-09"]


def test_more_partitions_than_allowed_are_an_error(shop: RunningBridge) -> None:
    found = problem(shop, "by_hour", by_status("all"), most=47)
    assert found["message"] == (
        "48 partitions of by_hour are selected, 2024-01-01-00:00 to 2024-01-02-23:00: more than 47"
    )
    assert found["parameter"] == "maxPartitions" and "-Ddagster.maxPartitions=48" in found["remedy"]
    assert len(plan(shop, "by_hour", by_status("all"), most=48)) == 48


def test_dynamic_partitions_are_created_when_that_is_asked_for(bridge_of: Open) -> None:
    bridge = bridge_of(SHOP)
    bridge.materialize("by_region", partitions=selection(key("north"), key("south"), create=True))
    assert partitions(bridge.planned_runs()) == ["north", "south"] and bridge.statuses() == ["SUCCESS"] * 2
    bridge.materialize("by_region", partitions=selection(by_status("all")))
    assert partitions(bridge.planned_runs()) == ["north", "south"]
    place = by_dimension(day=latest(), region=key("west"))
    bridge.materialize("by_place", partitions=selection(place, create=True))
    assert partitions(bridge.planned_runs()) == ["2024-01-14|west"] and bridge.statuses() == ["SUCCESS"]
    # What is wrong with the rest of a request keeps its new partitions from being created.
    asked = selection(key("east"), create=True)
    assert "problems" in bridge.materialize("by_region", partitions=asked, config_json='{"ops": {"nope": {}}}')
    bridge.materialize("by_region", partitions=selection(by_status("missing")))
    assert partitions(bridge.planned_runs()) == ["west"]


@pytest.mark.parametrize("new", ["x...y", " \t", ""])
def test_a_partition_that_cannot_be_one_is_not_created(bridge_of: Open, new: str) -> None:
    bridge = bridge_of(SHOP)
    place = by_dimension(day=latest(), region=key(new))
    for select, term in (("by_region", key(new)), ("by_place", place)):
        answer = bridge.materialize(select, partitions=selection(key("good"), term, create=True))
        assert [found["message"].split(":")[0] for found in answer["problems"]][-1] == f"'{new}' cannot be a partition"
        assert answer["problems"][-1]["parameter"] == "partitions"
    assert not bridge.call("partitions.add", {"partitions_definition": "regions", "keys": ["good"]})["existing"]


def test_thousands_of_partitions_are_planned(bridge_of: Open) -> None:
    bridge = bridge_of("""
        hourly = dg.HourlyPartitionsDefinition("2023-01-01-00:00", end_date="2024-02-21-16:00")
        daily = dg.DailyPartitionsDefinition("2023-01-01", end_date="2024-02-20")

        @dg.asset
        def source(): ...

        @dg.asset(partitions_def=hourly, deps=[source])
        def raw(): ...

        @dg.asset(partitions_def=hourly, deps=[raw])
        def cleaned(): ...

        @dg.asset(partitions_def=hourly, deps=[
            dg.AssetDep("total", partition_mapping=dg.TimeWindowPartitionMapping(-1, -1)), cleaned])
        def total(): ...

        @dg.asset(partitions_def=hourly, deps=[dg.AssetDep(raw, partition_mapping=dg.AllPartitionMapping())])
        def ranked(): ...

        @dg.asset(partitions_def=daily, deps=[cleaned])
        def by_day(): ...

        defs = dg.Definitions([source, raw, cleaned, total, ranked, by_day])
    """)
    runs = plan(bridge, "*", by_status("all"))
    assert len(runs) == 1 + 10_000 + 10_000 + 415
    assert runs[1] == (["raw", "cleaned", "total"], "2023-01-01-00:00")


def test_where_all_lacks_what_is_upstream_it_is_told_how_to_have_that_made(bridge_of: Open) -> None:
    source = """
    hours = dg.HourlyPartitionsDefinition("2024-01-01-00:00", end_date="2024-01-03-00:00")
    days = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-03")

    @dg.asset(partitions_def=hours)
    def by_hour() -> None: ...

    @dg.asset(partitions_def=days, deps=[by_hour])
    def by_day() -> None: ...

    @dg.asset(deps=[by_day])
    def total() -> None: ...

    defs = dg.Definitions(assets=[by_hour, by_day, total])
    """
    bridge = bridge_of(source)
    assert bridge.materialize("by_day") == {"run_ids": []}
    assert bridge.of("planned")[0]["nothing_left"] == (
        "what is upstream of by_day is neither planned nor materialised; select it as well, with all that is missing"
        " of it (-Ddagster.select='*by_day' -Ddagster.partitions=missing), or name what is to be run all the same"
        " (-Ddagster.partition=2024-01-02)"
    )
    assert bridge.materialize("total") == {"run_ids": []}
    assert bridge.of("planned")[0]["nothing_left"].endswith("(-Ddagster.select='*total' -Ddagster.partitions=missing)")
    # What is told to be done does it.
    bridge.materialize("*total", partitions=selection(by_status("missing")))
    assert len(bridge.materialized()) == 48 + 2 + 1
