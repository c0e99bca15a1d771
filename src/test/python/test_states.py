"""Selections by what has changed since a baseline."""

import pytest
from dagster_maven_bridge.definitions.selection import parse
from dagster_maven_bridge.definitions.states import select_by_state
from dagster_maven_bridge.model import AssetNode
from dagster_maven_bridge.protocol import Problem
from dagster_maven_bridge.runtime import OperationError
from running import Open, RunningBridge


def node(key: str, *parents: str, group: str | None = None, tags: dict[str, str] | None = None) -> AssetNode:
    return {
        "key": key,
        "parents": list(parents),
        "group": group,
        "tags": tags or {},
        "owners": [],
        "made": True,
        "checked": False,
    }


CHAIN = [
    node("raw", tags={"dagster/kind/csv": ""}),
    node("clean", "raw", group="daily"),
    node("report", "clean", group="daily"),
    node("mail", "report"),
    node("fresh"),
    node("aside"),
]
STATES = {"modified": ["clean", "fresh"], "new": ["fresh"]}


@pytest.mark.parametrize(
    ("select", "keys"),
    [
        ("state:modified", ["clean", "fresh"]),
        ('state:"modified"', ["clean", "fresh"]),
        ("state:new", ["fresh"]),
        ("state:modified+", ["clean", "fresh", "mail", "report"]),
        ("+state:modified", ["clean", "fresh", "raw"]),
        ("+state:modified+", ["clean", "fresh", "mail", "raw", "report"]),
        ("state:modified+1", ["clean", "fresh", "report"]),
        ("1+state:modified", ["clean", "fresh", "raw"]),
        ("state:modified++", ["clean", "fresh", "mail", "report"]),
        ("*state:modified", ["clean", "fresh", "raw"]),
        ("state:modified*", ["clean", "fresh", "mail", "report"]),
        ("state:modified+ and group:daily", ["clean", "report"]),
        ("state:modified+ and not state:new", ["clean", "mail", "report"]),
        ("(state:modified and kind:csv) or aside", ["aside"]),
        ("aside,state:new", ["aside", "fresh"]),
        ("not state:modified+", ["aside", "raw"]),
        ("state:modified and kind:csv", []),
    ],
)
def test_a_state_is_selected_as_any_other_attribute(select: str, keys: list[str]) -> None:
    assert select_by_state(CHAIN, select, STATES) == keys


@pytest.mark.parametrize(
    "select", ["state:modified", "state:modified+", "+state:new", "group:daily and state:modified"]
)
def test_nothing_is_selected_where_nothing_has_changed(select: str) -> None:
    assert select_by_state(CHAIN, select, {"modified": [], "new": []}) == []


def refusal(select: str) -> Problem:
    with pytest.raises(OperationError) as refused:
        select_by_state(CHAIN, select, STATES)
    (problem,) = refused.value.data["problems"]
    return problem


@pytest.mark.parametrize("word", ["modifed", "", "modified.body"])
def test_a_state_that_there_is_not_is_told_with_those_that_there_are(word: str) -> None:
    problem = refusal(f"state:{word}+")
    assert (problem["message"], problem["value"]) == (f"There is no state '{word}'", word)
    assert (problem["choices"], problem["parameter"]) == (["modified", "new"], "select")


def test_a_name_beside_a_state_is_checked_as_ever() -> None:
    assert refusal("state:modified and group:dayly")["message"] == "There is no group 'dayly'"


def test_a_mistake_is_told_in_the_words_of_the_selection() -> None:
    problem = refusal("state:modified+ and or clean")
    assert problem["value"] == "state:modified+ and or clean"
    assert problem["message"] == (
        "'state:modified+ and or clean' is not an asset selection: 'or' is not expected at character 21"
    )


def test_what_is_quoted_is_no_state() -> None:
    problem = refusal('state:new or key:"state:modified"')
    assert (problem["message"], problem["subject"]) == ("There is no asset 'state:modified'", "asset")


def test_a_goal_without_a_baseline_says_that_it_knows_no_states() -> None:
    with pytest.raises(OperationError) as refused:
        parse("state:modified+")
    assert refused.value.data["problems"][0]["message"] == (
        "'state:modified+' is not an asset selection:"
        " 'state:modified' is known to asset-list, asset-materialize and check-execute, and not here"
    )


def test_thousands_of_keys_are_one_selection() -> None:
    nodes = [node(f"a{number}") for number in range(3000)]
    assert len(select_by_state(nodes, ",".join(f'key:"{one["key"]}"' for one in nodes), STATES)) == 3000


TOGETHER = """
@dg.multi_asset(specs=[dg.AssetSpec("m1"), dg.AssetSpec("m2"), dg.AssetSpec("m3")])
def all_or_nothing():
    yield from (dg.MaterializeResult(asset_key=key) for key in ("m1", "m2", "m3"))

@dg.multi_asset(specs=[dg.AssetSpec("s1", skippable=True), dg.AssetSpec("s2", skippable=True)], can_subset=True)
def any_of_them(context):
    yield from (dg.MaterializeResult(asset_key=key) for key in context.selected_asset_keys)

@dg.op(out={"left": dg.Out(), "right": dg.Out()})
def split(): return 1, 2

@dg.graph_multi_asset(outs={"g1": dg.AssetOut(), "g2": dg.AssetOut()})
def of_a_graph():
    left, right = split()
    return {"g1": left, "g2": right}

@dg.asset
def a1(): return 1

@dg.asset
def a2(): return 1

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("even", asset="a1"), dg.AssetCheckSpec("odd", asset="a2")])
def even_and_odd():
    yield dg.AssetCheckResult(passed=True, asset_key="a1", check_name="even")
    yield dg.AssetCheckResult(passed=True, asset_key="a2", check_name="odd")

outside = dg.AssetSpec("outside")

defs = dg.Definitions(
    assets=[all_or_nothing, any_of_them, of_a_graph, a1, a2, outside], asset_checks=[even_and_odd]
)
"""


def completed(bridge: RunningBridge, select: str, *, materialized: bool = True) -> list[str]:
    parameters = {"select": select, "location": None, "repository": None, "materialized": materialized}
    keys: list[str] = bridge.call("assets.complete", parameters)["keys"]
    return keys


def test_a_computed_selection_takes_in_what_only_runs_together_with_a_part_of_it(bridge_of: Open) -> None:
    bridge = bridge_of(TOGETHER)
    assert completed(bridge, "m2,a1,outside") == ["a1", "m1", "m2", "m3", "outside"]
    assert completed(bridge, "g1,s2") == ["g1", "g2", "s2"]
    bridge.materialize(",".join(completed(bridge, "m2,g1")), executor="in-process")
    assert bridge.statuses() == ["SUCCESS"]


def test_of_checks_those_are_taken_in_that_one_function_evaluates_together(bridge_of: Open) -> None:
    bridge = bridge_of(TOGETHER)
    assert completed(bridge, "a1,m2", materialized=False) == ["a1", "a2", "m2"]
