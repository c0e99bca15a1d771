"""The partitions of assets, jobs and dynamic definitions, and the changing of dynamic ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Message, RunningBridge

SHOP = """
import time
from pathlib import Path

import dagster as dg

days = dg.StaticPartitionsDefinition(["mon", "tue", "wed"])
regions = dg.DynamicPartitionsDefinition(name="regions")
customers = dg.DynamicPartitionsDefinition(name="customers")
both = dg.MultiPartitionsDefinition({"day": days, "customer": customers})

@dg.asset(partitions_def=days)
def by_day(context):
    if context.partition_key == "tue":
        raise ValueError("closed on Tuesdays")

@dg.asset(partitions_def=days)
def slow() -> None:
    while not (Path(__file__).parent / "looked").exists():
        time.sleep(0.02)

@dg.asset(partitions_def=regions)
def by_region() -> None: ...

@dg.asset(partitions_def=regions, deps=[by_region])
def again_by_region() -> None: ...

@dg.asset(partitions_def=both)
def by_both() -> None: ...

@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(lambda _: ["x", "y"]))
def by_function() -> None: ...

@dg.asset
def plain() -> None: ...

@dg.op
def work(): ...

@dg.job(partitions_def=days)
def weekly():
    work()

daily = dg.define_asset_job("daily", selection=[by_day, slow])

@dg.job
def unpartitioned():
    work()

defs = dg.Definitions(
    assets=[by_day, slow, by_region, again_by_region, by_both, by_function, plain], jobs=[weekly, daily, unpartitioned]
)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RunningBridge]:
    (tmp_path / "shop.py").write_text(SHOP)
    bridge = RunningBridge(tmp_path)
    yield bridge
    bridge.close()


NARROWING = {"location": None, "repository": None}


def listed(bridge: RunningBridge, **chosen: Any) -> Message:
    nothing = {"select": None, "select_parameter": "select", "job": None, "partitions_definition": None, "limit": None}
    parameters = {**nothing, **NARROWING, **chosen}
    return bridge.call("partitions.list", parameters)


def only(bridge: RunningBridge, **chosen: Any) -> Message:
    (subject,) = listed(bridge, **chosen)["subjects"]
    found: Message = subject
    return found


def test_an_unknown_asset_is_told_with_the_parameter_it_stands_in(shop: RunningBridge) -> None:
    for parameter in ("select", "assetKey"):
        (found,) = listed(shop, select='key:"by_day",key:"nope"', select_parameter=parameter)["problems"]
        assert (found["message"], found["parameter"]) == ("There is no asset 'nope'", parameter)


def statuses(subject: Message) -> dict[str, str]:
    return {partition["key"]: partition["status"] for partition in subject["partitions"]}


def add(bridge: RunningBridge, name: str, *keys: str) -> Message:
    return bridge.call("partitions.add", {"partitions_definition": name, "keys": list(keys)})


def delete(
    bridge: RunningBridge, name: str, *keys: str, assets: tuple[str, ...] = (), confirmed: bool = True
) -> Message:
    parameters = {"partitions_definition": name, "keys": list(keys), "assets": list(assets), "confirmed": confirmed}
    return bridge.call("partitions.delete", parameters)


def test_each_partition_of_an_asset_has_the_status_of_its_last_attempt(shop: RunningBridge) -> None:
    assert statuses(only(shop, select="by_day")) == {"mon": "missing", "tue": "missing", "wed": "missing"}
    shop.materialize("by_day", partition="mon")
    shop.materialize("by_day", partition="tue")
    subject = only(shop, select="by_day")
    assert statuses(subject) == {"mon": "materialized", "tue": "failed", "wed": "missing"}
    assert subject["counts"] == {"materialized": 1, "missing": 1, "failed": 1}
    assert (subject["kind"], subject["name"], subject["number"]) == ("asset", "by_day", 3)


def test_a_limit_shows_the_last_partitions_and_counts_all(shop: RunningBridge) -> None:
    subject = only(shop, select="by_day", limit=2)
    assert list(statuses(subject)) == ["tue", "wed"]
    assert subject["number"] == 3 and subject["counts"] == {"missing": 3}


def test_a_question_leaves_no_home_behind(shop: RunningBridge) -> None:
    subjects = listed(shop)["subjects"]
    assert {subject["name"]: subject["number"] for subject in subjects} == {
        "again_by_region": 0,
        "by_both": 0,
        "by_day": 3,
        "by_function": 2,
        "by_region": 0,
        "slow": 3,
    }
    assert not shop.home.exists()


def test_the_partitions_of_a_run_under_way_are_in_progress(shop: RunningBridge) -> None:
    project = shop.home.parent
    seen: list[dict[str, str]] = []
    other = RunningBridge(project, home=shop.home)

    def look(event: str, _data: Message) -> None:
        if event == "step_started":
            seen.append(statuses(only(other, select="slow")))
            (project / "looked").touch()

    shop.materialize("slow", partition="mon", on=look)
    other.close()
    assert seen == [{"mon": "in_progress", "tue": "missing", "wed": "missing"}]


def test_partitions_of_a_job_have_the_status_of_its_last_run(shop: RunningBridge) -> None:
    shop.execute("weekly", partition="tue")
    subject = only(shop, job="weekly")
    assert statuses(subject) == {"mon": "missing", "tue": "succeeded", "wed": "missing"}
    assert subject["kind"] == "job"


def test_partitions_of_a_job_of_assets_are_as_far_as_all_of_them(shop: RunningBridge) -> None:
    (shop.home.parent / "looked").touch()
    shop.materialize("by_day,slow", partition="mon")
    shop.materialize("slow", partition="wed")
    shop.execute("daily", partition="tue")
    assert statuses(only(shop, job="daily")) == {"mon": "materialized", "tue": "failed", "wed": "missing"}


def test_a_job_that_is_not_partitioned_or_not_there_is_an_error(shop: RunningBridge) -> None:
    (found,) = listed(shop, job="unpartitioned")["problems"]
    assert found["message"] == "The job 'unpartitioned' is not partitioned"
    (found,) = listed(shop, job="weekley")["problems"]
    assert found["kind"] == "unknown_name" and found["choices"] == ["daily", "unpartitioned", "weekly"]


def test_an_asset_that_is_not_partitioned_has_nothing_to_list(shop: RunningBridge) -> None:
    assert listed(shop, select="plain") == {"subjects": []}


def test_partitions_that_a_function_makes_have_a_status_too(shop: RunningBridge) -> None:
    shop.materialize("by_function", partition="x")
    assert statuses(only(shop, select="by_function")) == {"x": "materialized", "y": "missing"}


def test_a_dynamic_definition_is_as_far_as_all_of_its_assets(shop: RunningBridge) -> None:
    add(shop, "regions", "north", "south", "west")
    shop.materialize("by_region,again_by_region", partition="north")
    shop.materialize("by_region", partition="south")
    subject = only(shop, partitions_definition="regions")
    assert statuses(subject) == {"north": "materialized", "south": "missing", "west": "missing"}
    assert subject["kind"] == "partitions_definition"
    (found,) = listed(shop, partitions_definition="region")["problems"]
    assert found["kind"] == "unknown_name" and found["choices"] == ["customers", "regions"]


def test_one_of_several_dimensions_has_no_status_of_its_own(shop: RunningBridge) -> None:
    add(shop, "customers", "ann")
    assert statuses(only(shop, partitions_definition="customers")) == {"ann": None}
    subject = only(shop, select="by_both")
    assert subject["partitions"][0] == {
        "key": "ann|mon",
        "dimensions": {"customer": "ann", "day": "mon"},
        "status": "missing",
    }


def test_the_definitions_tell_who_has_their_partitions(shop: RunningBridge) -> None:
    found = shop.call("partitions.definitions", NARROWING)["definitions"]
    assert [(each["name"], each["assets"], each["jobs"]) for each in found] == [
        ("customers", [], []),
        ("regions", ["again_by_region", "by_region"], []),
    ]


def test_what_is_added_can_be_materialised_and_deleted_again(shop: RunningBridge) -> None:
    assert add(shop, "regions", "north", "south", "north") == {"added": ["north", "south"], "existing": []}
    assert add(shop, "regions", "south", "west") == {"added": ["west"], "existing": ["south"]}
    shop.materialize("by_region", partition="south")
    told = ["south of regions (what is materialised of it stays: by_region)", "west of regions"]
    asked = delete(shop, "regions", "south", "west", assets=("by_region",), confirmed=False)
    assert asked == {"subjects": told, "done": False}
    assert list(statuses(only(shop, select="by_region"))) == ["north", "south", "west"]
    assert delete(shop, "regions", "south", "west", assets=("by_region",)) == {"subjects": told, "done": True}
    assert list(statuses(only(shop, select="by_region"))) == ["north"]
    add(shop, "regions", "south")
    assert statuses(only(shop, select="by_region"))["south"] == "materialized"


def test_a_key_that_is_not_there_is_not_deleted_nor_any_other(shop: RunningBridge) -> None:
    assert delete(shop, "regions", "north")["problems"][0]["kind"] == "no_instance"
    add(shop, "regions", "north", "south")
    (found,) = delete(shop, "regions", "north", "suoth")["problems"]
    assert found["message"] == "The partitions definition 'regions' has no partition 'suoth'"
    assert found["choices"] == ["north", "south"]
    assert list(statuses(only(shop, select="by_region"))) == ["north", "south"]


@pytest.mark.parametrize("key", ["a...b", "a\tb", ""])
def test_a_key_that_dagster_would_refuse_is_not_added(shop: RunningBridge, key: str) -> None:
    (found,) = add(shop, "regions", "north", key)["problems"]
    assert found["message"].startswith(f"'{key}' cannot be a partition: ")
    assert not (add(shop, "regions", "north")["existing"])
