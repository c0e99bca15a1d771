"""What users are told of partitions that are not there, before anything runs: the value, what it is of, what to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from running import Message, RunningBridge, by_dimension, by_status, key, latest, range_, selection

SHOP = """
import dagster as dg

daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-15")
weekly = dg.WeeklyPartitionsDefinition("2024-01-01", end_date="2024-01-15", day_offset=1)
cron = dg.TimeWindowPartitionsDefinition(cron_schedule="0 6,18 * * *", start="2024-01-01-00:00",
    end="2024-01-04-00:00", fmt="%Y-%m-%d-%H:%M")
colours = dg.StaticPartitionsDefinition(["red", "green", "blue"])
regions = dg.DynamicPartitionsDefinition(name="regions")
both = dg.MultiPartitionsDefinition({"day": daily, "colour": colours})
places = dg.MultiPartitionsDefinition({"day": daily, "region": regions})

@dg.asset
def source(): ...

@dg.asset(deps=[source])
def report(): ...

@dg.asset(partitions_def=daily)
def by_day(): ...

@dg.asset(partitions_def=daily)
def also_by_day(): ...

@dg.asset(partitions_def=weekly)
def by_week(): ...

@dg.asset(partitions_def=cron)
def by_shift(): ...

@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2026-01-01"))
def growing(): ...

@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2999-01-01"))
def far(): ...

@dg.asset(partitions_def=colours)
def by_colour(): ...

@dg.asset(partitions_def=both)
def by_both(): ...

@dg.asset(partitions_def=regions)
def by_region(): ...

@dg.asset(partitions_def=places)
def by_place(): ...

@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(lambda _: ["x", "y"]))
def by_function(): ...

@dg.asset_check(asset=source)
def has_rows(): return dg.AssetCheckResult(passed=True)

@dg.op
def work(): ...

@dg.job(partitions_def=daily)
def daily_job(): work()

@dg.job(partitions_def=regions)
def region_job(): work()

@dg.job
def plain_job(): work()

@dg.op
def fail(): raise ValueError("boom")

@dg.job
def failing_job(): fail()

source_job = dg.define_asset_job("source_job", [source])

defs = dg.Definitions(
    assets=[source, report, by_day, also_by_day, by_week, by_shift, growing, far, by_colour, by_both, by_region,
        by_place, by_function],
    asset_checks=[has_rows],
    jobs=[daily_job, region_job, plain_job, failing_job, source_job])
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBridge]:
    project = tmp_path_factory.mktemp("shop")
    (project / "shop.py").write_text(SHOP, encoding="utf-8")
    bridge = RunningBridge(project)
    yield bridge
    bridge.close()


def only_problem(bridge: RunningBridge, answer: Message) -> Message:
    assert bridge.events == []
    (found,) = answer["problems"]
    told: Message = found
    return told


ANOTHER = "Name another one with <partitions> (-Ddagster.partitions=…)"
OF_RANGE = f"{ANOTHER}; a range is written first...last"
ADDED = f"{ANOTHER}, or add it with partition-add -Ddagster.partitionsDefinition=regions -Ddagster.partitions=north"
BY_DIMENSION = "Write colour=…|day=… in <partitions> (-Ddagster.partitions=…)"
EACH_DIMENSION = (
    "Name each dimension once in <partitions> (-Ddagster.partitions=…), as colour=…|day=…; all of one with colour=all"
)
DAYS = "14 partitions, 2024-01-01 to 2024-01-14"
DAILY = f"(daily, {DAYS})"
STATIC = "(static, 3 partitions, red to blue)"
DIFFERENT = "The selected assets are partitioned differently: "
ALIKE = (
    "Select assets of one partitions definition with <select> (-Ddagster.select=…), or name partitions that each asset"
    " has by its own: latest, missing, failed or all in <partitions> (-Ddagster.partitions=…)"
)


@pytest.mark.parametrize(
    ("select", "term", "message", "value", "choices", "remedy"),
    [
        # A key that is none.
        (
            "by_day",
            key("2024-02-01"),
            f"There is no partition '2024-02-01' of by_day: there are {DAYS}",
            "2024-02-01",
            14,
            OF_RANGE,
        ),
        (
            "by_day",
            key("2023-12-31"),
            f"There is no partition '2023-12-31' of by_day: there are {DAYS}",
            "2023-12-31",
            14,
            OF_RANGE,
        ),
        (
            "also_by_day,by_day",
            key("2024-02-01"),
            f"There is no partition '2024-02-01' of also_by_day and by_day: there are {DAYS}",
            "2024-02-01",
            14,
            OF_RANGE,
        ),
        (
            "by_colour",
            key("gren"),
            "There is no partition 'gren' of by_colour: there are 3 partitions, red to blue",
            "gren",
            3,
            OF_RANGE,
        ),
        # A key that is malformed.
        (
            "by_day",
            key("05.01.2024"),
            "There is no partition '05.01.2024' of by_day: it is no time of the format %Y-%m-%d, as 2024-01-14 is",
            "05.01.2024",
            14,
            OF_RANGE,
        ),
        (
            "by_day",
            range_("2024-01-01", "2024-01-32"),
            "There is no partition '2024-01-32' of by_day: it is no time of the format %Y-%m-%d, as 2024-01-14 is",
            "2024-01-32",
            14,
            OF_RANGE,
        ),
        (
            "by_day",
            key("2024-1-5"),
            "There is no partition '2024-1-5' of by_day: it lies within the partition 2024-01-05",
            "2024-1-5",
            ["2024-01-05"],
            OF_RANGE,
        ),
        # Another time than that at which a partition begins.
        (
            "by_week",
            key("2024-01-10"),
            "There is no partition '2024-01-10' of by_week: it lies within the partition 2024-01-08",
            "2024-01-10",
            ["2024-01-08"],
            OF_RANGE,
        ),
        (
            "by_week",
            key("2024-01-07"),
            "There is no partition '2024-01-07' of by_week: it lies within the partition 2024-01-01",
            "2024-01-07",
            ["2024-01-01"],
            OF_RANGE,
        ),
        (
            "by_shift",
            key("2024-01-02-07:30"),
            "There is no partition '2024-01-02-07:30' of by_shift: it lies within the partition 2024-01-02-06:00",
            "2024-01-02-07:30",
            ["2024-01-02-06:00"],
            OF_RANGE,
        ),
        (
            "far",
            key("2999-01-01"),
            "There is no partition '2999-01-01' of far: there is none",
            "2999-01-01",
            0,
            OF_RANGE,
        ),
        # A range that is not written as one.
        (
            "by_day",
            key("2024-01-05..2024-01-07"),
            "There is no partition '2024-01-05..2024-01-07' of by_day",
            "2024-01-05..2024-01-07",
            ["2024-01-05...2024-01-07"],
            "A range has three dots: write 2024-01-05...2024-01-07 in <partitions> (-Ddagster.partitions=…)",
        ),
        (
            "by_day,by_colour",
            key("2024-01-05..2024-01-99"),
            "There is no partition '2024-01-05..2024-01-99' of by_colour and by_day",
            "2024-01-05..2024-01-99",
            ["2024-01-05...2024-01-99"],
            "A range has three dots: write 2024-01-05...2024-01-99 in <partitions> (-Ddagster.partitions=…)",
        ),
        *(
            (
                "by_day",
                key(f"2024-01-05{between}2024-01-07"),
                f"There is no partition '2024-01-05{between}2024-01-07' of by_day",
                f"2024-01-05{between}2024-01-07",
                ["2024-01-05...2024-01-07"],
                "A range has three dots: write 2024-01-05...2024-01-07 in <partitions> (-Ddagster.partitions=…)",
            )
            for between in ("…", ":", " to ", " - ", "-", "->", "/")
        ),
        # A range that ends before it starts.
        (
            "by_day",
            range_("2024-01-09", "2024-01-02"),
            "The range '2024-01-09...2024-01-02' of by_day ends before it starts",
            "2024-01-09...2024-01-02",
            [],
            "Write 2024-01-02...2024-01-09 in <partitions> (-Ddagster.partitions=…)",
        ),
        (
            "by_both",
            by_dimension(day=range_("2024-01-09", "2024-01-02"), colour=key("red")),
            "The range '2024-01-09...2024-01-02' of the dimension 'day' of by_both ends before it starts",
            "2024-01-09...2024-01-02",
            [],
            "Write 2024-01-02...2024-01-09 in <partitions> (-Ddagster.partitions=…)",
        ),
        (
            "by_both",
            range_("red|2024-01-09", "blue|2024-01-02"),
            "The range '2024-01-09...2024-01-02' of the dimension 'day' of by_both ends before it starts",
            "2024-01-09...2024-01-02",
            [],
            "Write 2024-01-02...2024-01-09 in <partitions> (-Ddagster.partitions=…)",
        ),
        # Assets with different partitions.
        (
            "by_day,by_week",
            range_("2024-01-01", "2024-01-08"),
            f"{DIFFERENT}'2024-01-01...2024-01-08' names 8 partitions of by_day {DAILY}, but 2 of by_week"
            " (weekly, 2 partitions, 2024-01-01 to 2024-01-08)",
            "2024-01-01...2024-01-08",
            [],
            ALIKE,
        ),
        (
            "by_day,by_week,by_colour",
            range_("2024-01-01", "2024-01-08"),
            f"{DIFFERENT}'2024-01-01...2024-01-08' names 8 partitions of by_day {DAILY}, but none of by_colour {STATIC}"
            " and 2 of by_week (weekly, 2 partitions, 2024-01-01 to 2024-01-08)",
            "2024-01-01...2024-01-08",
            [],
            ALIKE,
        ),
        (
            "by_day,by_colour",
            key("red"),
            f"{DIFFERENT}'red' is a partition of by_colour {STATIC}, but none of by_day {DAILY}",
            "red",
            [],
            ALIKE,
        ),
        (
            "by_day,by_colour",
            key("2024-01-32"),
            f"There is no partition '2024-01-32' of by_colour {STATIC} nor of by_day {DAILY}",
            "2024-01-32",
            17,
            ANOTHER,
        ),
        (
            "by_shift,by_region",
            key("north"),
            "There is no partition 'north' of by_region (dynamic, 'regions', no partition yet) nor of by_shift"
            " (by the cron schedule '0 6,18 * * *', 5 partitions, 2024-01-01-06:00 to 2024-01-03-06:00)",
            "north",
            5,
            ANOTHER,
        ),
        # Unpartitioned assets.
        (
            "source,report",
            key("red"),
            "None of report and source is partitioned, so that there is no partition 'red'",
            "red",
            [],
            "Leave out <partitions> (-Ddagster.partitions), or select a partitioned asset",
        ),
        (
            "source",
            range_("a", "b"),
            "The asset 'source' is not partitioned, so that there is no partition 'a...b'",
            "a...b",
            [],
            "Leave out <partitions> (-Ddagster.partitions), or select a partitioned asset",
        ),
        # Dimensions.
        (
            "by_day",
            by_dimension(day=key("2024-01-01")),
            "'day=2024-01-01' names dimensions, and the partitions of by_day have only one",
            "day=2024-01-01",
            [],
            "Name the key alone in <partitions> (-Ddagster.partitions=…)",
        ),
        (
            "by_both",
            by_dimension(day=key("2024-01-01")),
            "In 'day=2024-01-01' the dimension 'colour' is missing: the partitions of by_both are by colour and day",
            None,
            ["colour", "day"],
            EACH_DIMENSION,
        ),
        (
            "by_both",
            by_dimension(day=key("2024-01-01"), color=key("red")),
            "In 'day=2024-01-01|color=red' there is no dimension 'color': the partitions of by_both are by colour and"
            " day",
            "color",
            ["colour", "day"],
            EACH_DIMENSION,
        ),
        (
            "by_both",
            by_dimension(day=key("2024-01-01"), colour=key("rde")),
            "There is no partition 'rde' of the dimension 'colour' of by_both: there are 3 partitions, red to blue",
            "rde",
            3,
            OF_RANGE,
        ),
        (
            "by_both",
            by_dimension(day=key("red"), colour=key("2024-01-01")),
            "There is no partition '2024-01-01' of the dimension 'colour' of by_both: it is one of the dimension 'day'",
            "2024-01-01",
            3,
            OF_RANGE,
        ),
        (
            "by_both",
            by_dimension(day=key("2024-01-02"), colour=range_("2024-01-01", "2024-01-02")),
            "There is no partition '2024-01-01' of the dimension 'colour' of by_both: it is one of the dimension 'day'",
            "2024-01-01",
            3,
            OF_RANGE,
        ),
        (
            "by_both",
            key("2024-01-05|rde"),
            "There is no partition 'rde' of the dimension 'colour' of by_both: there are 3 partitions, red to blue",
            "rde",
            3,
            OF_RANGE,
        ),
        (
            "by_both",
            key("red|2024-01-33"),
            "There is no partition '2024-01-33' of the dimension 'day' of by_both: it is no time of the format"
            " %Y-%m-%d, as 2024-01-14 is",
            "2024-01-33",
            14,
            OF_RANGE,
        ),
        (
            "by_both",
            range_("red|2024-01-01", "red|2024-01-15"),
            f"There is no partition '2024-01-15' of the dimension 'day' of by_both: there are {DAYS}",
            "2024-01-15",
            14,
            OF_RANGE,
        ),
        (
            "by_both",
            key("red|green"),
            "There is no partition 'red|green' of by_both: it has no part of the dimension 'day'",
            "red|green",
            42,
            BY_DIMENSION,
        ),
        (
            "by_both",
            key("2024-01-05"),
            "There is no partition '2024-01-05' of by_both: a key has 2 parts, colour|day, and this has 1",
            "2024-01-05",
            42,
            f"{BY_DIMENSION}, with a key for each dimension",
        ),
        # Dynamic partitions without keys, or with others.
        (
            "by_region",
            key("north"),
            "There is no partition 'north' of by_region: there is none",
            "north",
            0,
            f"{ADDED}, or create it in 'regions' with <createPartitions> (-Ddagster.createPartitions=true)",
        ),
        (
            "by_region",
            range_("north", "south"),
            "There is no partition 'north' of by_region: there is none",
            "north",
            0,
            ADDED,
        ),
        (
            "by_place",
            by_dimension(day=latest(), region=key("north")),
            "There is no partition 'north' of the dimension 'region' of by_place: there is none",
            "north",
            0,
            f"{ADDED}, or create it in 'regions' with <createPartitions> (-Ddagster.createPartitions=true)",
        ),
        (
            "by_function",
            key("z"),
            "There is no partition 'z' of by_function: there are 2 partitions, x to y",
            "z",
            2,
            f"{ANOTHER}, or let the function of the partitions definition return it",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_before_anything_runs(
    shop: RunningBridge,
    select: str,
    term: dict[str, Any],
    message: str,
    value: str | None,
    choices: int | list[str],
    remedy: str,
) -> None:
    found = only_problem(shop, shop.materialize(select, partitions=selection(term)))
    assert (found["message"], found["value"], found["parameter"]) == (message, value, "partitions")
    assert found["choices"] == choices or len(found["choices"]) == choices
    assert found["remedy"] == remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (
            "2024-01-05...2024-01-07",
            "<partition> takes one key: give the range with <partitionRange>"
            " (-Ddagster.partitionRange=2024-01-05...2024-01-07)",
        ),
        (
            "2024-01-05..2024-01-07",
            "A range has three dots: write 2024-01-05...2024-01-07 in <partitionRange> (-Ddagster.partitionRange=…)",
        ),
        *(
            (word, f"<partition> takes one key: write it in <partitions> (-Ddagster.partitions={word})")
            for word in ("latest", "latest:7", "missing", "failed", "all", "2024-01-05,2024-01-06")
        ),
        ("later", "Name another one with <partition> (-Ddagster.partition=…)"),
    ],
)
def test_one_partition_is_not_given_as_several_are(shop: RunningBridge, text: str, remedy: str) -> None:
    found = only_problem(shop, shop.materialize("by_day", partition=text))
    assert found["message"].startswith(f"There is no partition '{text}' of by_day")
    assert (found["parameter"], found["remedy"]) == ("partition", remedy)


def test_partitions_of_ones_own_are_named_in_the_parameter_that_takes_them(shop: RunningBridge) -> None:
    chosen = selection(range_("2024-01-01", "2024-01-02"), parameter="partitionRange")
    found = only_problem(shop, shop.materialize("by_day,by_colour", partitions=chosen))
    assert found["message"].startswith(DIFFERENT) and found["parameter"] == "partitionRange"
    assert found["remedy"].endswith(
        ", or name partitions that each asset has by its own instead of <partitionRange> (-Ddagster.partitionRange=…):"
        " latest, missing, failed or all in <partitions> (-Ddagster.partitions=…)"
    )


def test_a_partition_that_is_not_over_or_in_the_future_is_told_as_such(shop: RunningBridge) -> None:
    today = datetime.now(timezone.utc)
    last, later, tomorrow = (f"{today + timedelta(days):%Y-%m-%d}" for days in (-1, 3, 1))
    found = only_problem(shop, shop.materialize("growing", partition=f"{today:%Y-%m-%d}"))
    assert found["message"] == (
        f"There is no partition '{today:%Y-%m-%d}' of growing: its time window is not over before {tomorrow},"
        f" the last one is {last}"
    )
    assert found["choices"] == [last]
    found = only_problem(shop, shop.materialize("growing", partition=later))
    assert found["message"] == (
        f"There is no partition '{later}' of growing: it is in the future, the last one is {last}"
    )


@pytest.mark.parametrize(
    ("job", "term", "message"),
    [
        (
            "daily_job",
            key("2024-02-01"),
            f"There is no partition '2024-02-01' of the job daily_job: there are {DAYS}",
        ),
        (
            "daily_job",
            range_("2024-01-09", "2024-01-02"),
            "The range '2024-01-09...2024-01-02' of the job daily_job ends before it starts",
        ),
        ("region_job", key("north"), "There is no partition 'north' of the job region_job: there is none"),
        ("region_job", latest(), "The job 'region_job' has no partition yet: add one to 'regions' with partition-add"),
        ("plain_job", key("red"), "The job 'plain_job' is not partitioned, so that there is no partition 'red'"),
        (
            "source_job",
            range_("a", "b"),
            "The job 'source_job' is not partitioned, so that there is no partition 'a...b'",
        ),
    ],
)
def test_a_job_is_named_with_its_partition(shop: RunningBridge, job: str, term: dict[str, Any], message: str) -> None:
    assert only_problem(shop, shop.execute(job, partitions=selection(term)))["message"] == message


def test_a_check_is_named_with_its_partition(shop: RunningBridge) -> None:
    parameters = shop.request("source", selection(key("red")), {}) | {"check_names": []}
    del parameters["only_stale"]
    found = only_problem(shop, shop.call("checks.execute", parameters))
    assert found["message"] == "The check source:has_rows is not partitioned, so that there is no partition 'red'"


def test_what_has_no_partition_yet_is_skipped_with_the_way_to_get_one(shop: RunningBridge) -> None:
    shop.materialize("by_region,far,by_place", partitions=selection(by_status("all")))
    assert shop.skipped() == {
        "by_place": "it has no partition yet: add one to 'regions' with partition-add",
        "by_region": "it has no partition yet: add one to 'regions' with partition-add",
        "far": "it has no partition yet",
    }


@pytest.mark.parametrize("job", ["plain_job", "source_job"])
def test_a_job_that_is_not_partitioned_is_missing_until_it_has_succeeded(tmp_path: Path, job: str) -> None:
    (tmp_path / "shop.py").write_text(SHOP, encoding="utf-8")
    bridge = RunningBridge(tmp_path)

    def run(kind: str) -> list[str]:
        bridge.execute(job, partitions=selection(by_status(kind)))
        return bridge.statuses()

    assert run("failed") == [] and bridge.of("planned")[0]["nothing_left"] == "nothing has failed"
    assert run("missing") == ["SUCCESS"]
    assert run("missing") == [] and bridge.of("planned")[0]["nothing_left"] == "nothing is missing"
    assert run("latest") == ["SUCCESS"]
    bridge.close()


def test_a_job_that_is_not_partitioned_has_failed_when_its_last_run_has(shop: RunningBridge) -> None:
    shop.execute("failing_job")
    for _ in range(2):
        shop.execute("failing_job", partitions=selection(by_status("failed")))
        assert shop.statuses() == ["FAILURE"]
