"""Which runs a materialisation is made of."""

from collections.abc import Iterator
from typing import Any

import pytest
from dagster_maven_bridge.definitions.asset_choice import resolve_over
from dagster_maven_bridge.model import AssetNode
from running import Open, RunningBridge, latest, range_, selection


@pytest.fixture(scope="module")
def partitioned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBridge]:
    """One process for the tests that do not care what has been materialised before."""
    project = tmp_path_factory.mktemp("partitioned")
    (project / "shop.py").write_text("import dagster as dg\n" + PARTITIONED, encoding="utf-8")
    bridge = RunningBridge(project)
    yield bridge
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
    assert skipped["by_region"] == "it has no partition yet: add one to 'regions' with partition-add"
    assert set(bridge.statuses()) == {"SUCCESS"}


def test_what_is_materialised_already_counts(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize("source", executor="in-process")
    for day in range(1, 11):
        bridge.materialize("by_day", partition=f"2024-01-{day:02}")
    bridge.materialize("loads_all")
    assert bridge.skipped() == {} and bridge.statuses() == ["SUCCESS"]


def test_a_partition_of_several_dimensions_can_be_written_in_any_order_or_by_dimension(
    partitioned: RunningBridge,
) -> None:
    for written in ("red|2024-01-03", "2024-01-03|red", "day=2024-01-03|colour=red"):
        partitioned.materialize("by_both", partition=written)
        assert partitioned.of("asset_materialized")[0]["partition"] == "red|2024-01-03"
    (problem,) = partitioned.materialize("by_both", partition="green|2024-01-03")["problems"]
    assert problem["value"] == "green" and "of the dimension 'colour' of by_both" in problem["message"]


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
    partitioned: RunningBridge, select: str, partition: str, kind: str, choices: int | None
) -> None:
    (problem,) = partitioned.materialize(select, partition=partition)["problems"]
    assert (problem["kind"], problem["parameter"], problem["value"]) == (kind, "partition", partition)
    assert choices is None or len(problem["choices"]) == choices


def test_a_range_is_one_run_where_the_policy_says_so(partitioned: RunningBridge) -> None:
    days = selection(range_("2024-01-02", "2024-01-04"), parameter="partitionRange")
    partitioned.materialize("ranged", partitions=days)
    assert partitioned.planned_runs() == [(["ranged"], "2024-01-02...2024-01-04")]
    assert {data["metadata"]["keys"] for data in partitioned.of("asset_materialized")} == {3}
    partitioned.materialize("by_day", partitions=days)
    assert partitioned.planned_runs() == [(["by_day"], f"2024-01-{day:02}") for day in (2, 3, 4)]


def test_what_is_made_together_cannot_be_selected_apart(partitioned: RunningBridge) -> None:
    (problem,) = partitioned.materialize("m1")["problems"]
    assert problem["message"] == "The asset 'm1' cannot be made without m2: one function makes them together"
    assert problem["value"] == "m1" and problem["choices"] == []


def test_what_is_not_materialised_here_is_skipped_with_the_reason(partitioned: RunningBridge) -> None:
    partitioned.materialize("external,unrelated")
    assert partitioned.skipped() == {"external": "it is not materialised by this project"}


def test_a_plan_tells_what_of_a_request_is_here(partitioned: RunningBridge) -> None:

    def plan(select: str) -> dict[str, Any]:
        request = partitioned.request(select, selection(latest()), {})
        return partitioned.call("runs.plan", {"operation": "assets.materialize", "request": request})

    assert plan("by_day")["matches"] == ["by_day"] and plan("by_day")["upstream"] == []
    several = plan("by_day,external")
    assert (several["matches"], several["checked"]) == (["by_day"], [])
    assert "unrelated" in several["choices"] and several["unmatched"] == []


CHECKED = """
@dg.asset
def made(): return 1

@dg.asset(deps=["elsewhere"])
def behind(): return 1

@dg.observable_source_asset
def seen(): return dg.DataVersion("1")

@dg.asset_check(asset="elsewhere", blocking=True)
def is_fresh(): return dg.AssetCheckResult(passed=PASSED)

@dg.asset_check(asset="seen", additional_deps=["made"])
def agrees(): return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset="made")
def is_whole(): return dg.AssetCheckResult(passed=True)

defs = dg.Definitions(
    assets=[made, behind, seen, dg.AssetSpec("elsewhere"), dg.AssetSpec("other")],
    asset_checks=[is_fresh, agrees, is_whole],
)
"""


def evaluated(bridge: RunningBridge) -> list[tuple[str, str]]:
    return sorted((data["asset"], data["check"]) for data in bridge.of("check_evaluated"))


@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_checks_of_assets_that_are_not_made_here_run_with_everything(bridge_of: Open, executor: str) -> None:
    bridge = bridge_of(CHECKED.replace("PASSED", "True"))
    bridge.materialize(executor=executor)
    assert len(bridge.planned_runs()) == 1 and bridge.skipped() == {}
    assert evaluated(bridge) == [("elsewhere", "is_fresh"), ("made", "is_whole"), ("seen", "agrees")]
    assert sorted(bridge.materialized()) == ["behind", "made"]


def test_a_failing_blocking_check_of_an_external_asset_keeps_what_is_downstream_from_running(bridge_of: Open) -> None:
    bridge = bridge_of(CHECKED.replace("PASSED", "False"))
    bridge.materialize(executor="in-process")
    assert bridge.materialized() == ["made"]
    assert bridge.of("step_skipped")[0]["reason"] == "the blocking check is_fresh of elsewhere failed"


def test_the_checks_of_a_selected_asset_that_is_not_made_here_run_alone(bridge_of: Open) -> None:
    bridge = bridge_of(CHECKED.replace("PASSED", "True"))
    bridge.materialize("elsewhere,other")
    assert bridge.of("planned")[0]["runs"][0]["checks"] == [{"asset": "elsewhere", "name": "is_fresh"}]
    assert evaluated(bridge) == [("elsewhere", "is_fresh")] and bridge.materialized() == []
    assert bridge.skipped() == {"other": "it is not materialised by this project"}
    assert bridge.statuses() == ["SUCCESS"]


def test_a_selection_of_which_nothing_can_run_is_an_error(bridge_of: Open) -> None:
    (problem,) = bridge_of(CHECKED.replace("PASSED", "True")).materialize("other")["problems"]
    assert problem["kind"] == "no_match"
    assert problem["message"] == "'other' is not materialised by this project: no definition makes it"


def test_a_partition_without_what_is_upstream_of_it_tells_so(bridge_of: Open) -> None:
    bridge = bridge_of(PARTITIONED)
    bridge.materialize("next_by_day", partition="2024-01-03")
    (failed,) = bridge.of("step_failed")
    assert failed["failure"]["message"] == (
        "the upstream partition 2024-01-03 of by_day has not been materialised; materialise it first:"
        " -Ddagster.select=by_day -Ddagster.partition=2024-01-03"
    )
    assert "FileNotFoundError" in failed["failure"]["stack"]
    bridge.materialize("by_day", partition="2024-01-03")
    assert bridge.of("step_failed")[0]["failure"]["message"] == (
        "the upstream asset source has not been materialised; materialise it first: -Ddagster.select=source"
    )


TWO_REPOSITORIES = """
@dg.asset
def first(): return 1

@dg.asset(deps=[first])
def second(): return 1

@dg.asset(deps=["second"])
def third(): return 1

@dg.repository
def one(): return [first, second]

@dg.repository
def two(): return [third]
"""


def test_a_selection_reaches_through_all_repositories(bridge_of: Open) -> None:
    bridge = bridge_of(TWO_REPOSITORIES)

    def selected(select: str) -> list[str]:
        result = bridge.call("assets.list", {"select": select, "location": None, "repository": None})
        return sorted({asset["key"] for asset in result["assets"]})

    assert selected("*third") == ["first", "second", "third"]
    assert selected("+third") == ["second", "third"]
    assert selected("first+2") == ["first", "second", "third"]
    assert selected("sinks(*)") == ["third"]


def node(
    key: str,
    *parents: str,
    made: bool = True,
    group: str | None = "default",
    tags: dict[str, str] | None = None,
) -> AssetNode:
    return {
        "key": key,
        "parents": list(parents),
        "group": group,
        "tags": tags or {},
        "owners": [],
        "made": made,
        "checked": False,
    }


@pytest.mark.parametrize(
    ("select", "keys"),
    [
        ("+c", ["b", "c"]),
        ("2+c", ["a", "b", "c"]),
        ("*c", ["a", "b", "c"]),
        ("a+", ["a", "b"]),
        ("a*", ["a", "b", "c"]),
        ("kind:csv", ["a"]),
        ("group:g", ["b"]),
        ("roots(*)", ["a"]),
        ("c or nowhere", ["c", "nowhere"]),
    ],
)
def test_a_selection_is_resolved_over_the_assets_of_all_code_locations(select: str, keys: list[str]) -> None:
    assets = [
        node("b", made=False, group=None),
        node("c", "b", "nowhere"),
        node("a", tags={"dagster/kind/csv": ""}),
        node("b", "a", "b", group="g"),
        node("nowhere", made=False),
    ]
    assert resolve_over(assets, select, to_run=True) == keys


SHARED_CHECKS = """
@dg.asset
def a1(): return 1

@dg.asset{partitions}
def a2(): return 1

external = dg.AssetSpec("external")

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("even", asset="a1"), dg.AssetCheckSpec("odd", asset="a2")])
def even_and_odd():
    yield dg.AssetCheckResult(passed=True, asset_key="a1", check_name="even")
    yield dg.AssetCheckResult(passed=True, asset_key="a2", check_name="odd")

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("here", asset="a1"), dg.AssetCheckSpec("there", asset="external")])
def here_and_there():
    yield dg.AssetCheckResult(passed=True, asset_key="a1", check_name="here")
    yield dg.AssetCheckResult(passed=True, asset_key="external", check_name="there")

defs = dg.Definitions(assets=[a1, a2, external], asset_checks=[even_and_odd, here_and_there])
"""
DAILY = '(partitions_def=dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-03"))'


def left_out(bridge: RunningBridge) -> dict[str, str]:
    planned = bridge.of("planned")[0]
    return {f"{one['asset']}:{one['check']}": one["reason"] for one in planned["skipped"]}


def planned_checks(bridge: RunningBridge) -> list[list[str]]:
    runs = bridge.of("planned")[0]["runs"]
    return [sorted(f"{check['asset']}:{check['name']}" for check in run["checks"]) for run in runs]


def test_a_check_is_left_out_of_a_run_that_lacks_what_its_function_evaluates_too(bridge_of: Open) -> None:
    bridge = bridge_of(SHARED_CHECKS.format(partitions=""))
    bridge.materialize("a2", executor="in-process")
    assert bridge.statuses() == ["SUCCESS"] and planned_checks(bridge) == [[]]
    assert left_out(bridge) == {"a2:odd": "one function evaluates it together with a1:even"}
    bridge.materialize(executor="in-process")
    assert bridge.statuses() == ["SUCCESS"] and left_out(bridge) == {}
    assert planned_checks(bridge) == [["a1:even", "a1:here", "a2:odd", "external:there"]]
    assert len(bridge.of("check_evaluated")) == 4


def test_a_request_that_is_for_such_checks_alone_has_nothing_to_run(bridge_of: Open) -> None:
    bridge = bridge_of(SHARED_CHECKS.format(partitions=""))
    bridge.materialize("external", executor="in-process")
    assert bridge.planned_runs() == []
    assert left_out(bridge) == {"external:there": "one function evaluates it together with a1:here"}


def test_assets_of_other_partitions_can_be_checked_by_one_function(bridge_of: Open) -> None:
    bridge = bridge_of(SHARED_CHECKS.format(partitions=DAILY))
    bridge.materialize("a1,a2", executor="in-process")
    assert bridge.statuses() == ["SUCCESS", "SUCCESS"]
    assert left_out(bridge) == {
        "a1:even": "one function evaluates it together with a2:odd",
        "a1:here": "one function evaluates it together with external:there",
        "a2:odd": "one function evaluates it together with a1:even",
    }
