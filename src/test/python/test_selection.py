"""Asset selections: the installed Dagster's whole syntax, and every name in it checked."""

from typing import Any

import dagster as dg
import pytest
from dagster_maven_bridge.definitions.selection import resolve
from dagster_maven_bridge.runtime import OperationError


@dg.asset(group_name="raw", tags={"domain": "sales"}, kinds={"csv"}, owners=["team:sales"])
def raw_orders() -> None: ...


@dg.asset(deps=[raw_orders])
def clean_orders() -> None: ...


@dg.asset(deps=[clean_orders], key_prefix="metrics")
def daily() -> None: ...


GRAPH = dg.Definitions([raw_orders, clean_orders, daily]).get_repository_def().asset_graph
ALL = ["clean_orders", "metrics/daily", "raw_orders"]


@pytest.mark.parametrize(
    ("select", "keys"),
    [
        ("raw_orders", ["raw_orders"]),
        ("raw_orders,metrics/daily", ["metrics/daily", "raw_orders"]),
        ("raw_orders, +metrics/daily", ALL),
        ("+metrics/daily", ["clean_orders", "metrics/daily"]),
        ("*metrics/daily", ALL),
        ("++metrics/daily", ALL),
        ("raw_orders+", ["clean_orders", "raw_orders"]),
        ("raw_orders+2", ALL),
        ("2+metrics/daily", ALL),
        ('key:"raw_orders"+1', ["clean_orders", "raw_orders"]),
        ('key:"*orders"', ["clean_orders", "raw_orders"]),
        ("raw_orders or metrics/daily", ["metrics/daily", "raw_orders"]),
        ("group:raw", ["raw_orders"]),
        ("tag:domain=sales", ["raw_orders"]),
        ("kind:csv", ["raw_orders"]),
        ('owner:"team:sales"', ["raw_orders"]),
        ("not raw_orders", ["clean_orders", "metrics/daily"]),
        ("not (raw_orders or clean_orders)", ["metrics/daily"]),
        ("* and not group:raw", ["clean_orders", "metrics/daily"]),
        ("roots(*)", ["raw_orders"]),
        ("sinks(*)", ["metrics/daily"]),
        ("*", ALL),
    ],
)
def test_a_selection_resolves(select: str, keys: list[str]) -> None:
    assert sorted(key.to_user_string() for key in resolve(GRAPH, select)) == keys


def refusals(select: str) -> list[dict[str, Any]]:
    with pytest.raises(OperationError) as refused:
        resolve(GRAPH, select)
    assert refused.value.data["fault"] == "user"
    return [dict(problem) for problem in refused.value.data["problems"]]


@pytest.mark.parametrize(
    ("select", "subject", "value", "choices"),
    [
        ("raw_order", "asset", "raw_order", ALL),
        ('key:"raw_order"', "asset", "raw_order", ALL),
        ("raw_orders and not clean_order", "asset", "clean_order", ALL),
        ("group:row", "group", "row", ["default", "raw"]),
        ("tag:domain=sale", "tag", "domain=sale", ["domain=sales"]),
        ("kind:cvs", "kind", "cvs", ["csv"]),
        ('owner:"team:sale"', "owner", "team:sale", ["team:sales"]),
    ],
)
def test_a_name_that_there_is_not_is_told_with_those_there_are(
    select: str, subject: str, value: str, choices: list[str]
) -> None:
    (problem,) = refusals(select)
    assert (problem["kind"], problem["subject"], problem["value"]) == ("unknown_name", subject, value)
    assert problem["choices"] == choices
    assert problem["parameter"] == "select"


def test_every_unknown_name_is_told() -> None:
    assert [problem["value"] for problem in refusals("one,two,raw_orders")] == ["one", "two"]


@pytest.mark.parametrize("select", ['key:"x*"', "raw_orders and clean_orders"])
def test_a_selection_that_matches_nothing_is_an_error(select: str) -> None:
    (problem,) = refusals(select)
    assert (problem["kind"], problem["value"]) == ("no_match", select)


@pytest.mark.parametrize("select", ["", " , ", "(", "raw_orders and", "a b"])
def test_what_is_no_selection_is_an_invalid_parameter(select: str) -> None:
    (problem,) = refusals(select)
    assert (problem["kind"], problem["value"], problem["parameter"]) == ("invalid_parameter", select, "select")


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ('key:"abc', """'key:"abc' is not an asset selection: the quote at character 5 is not closed"""),
        ('raw_orders, "clean', """'"clean' is not an asset selection: the quote at character 13 is not closed"""),
        ("(raw_orders", "'(raw_orders' is not an asset selection: the parenthesis at character 1 is not closed"),
        ("raw_orders)", "'raw_orders)' is not an asset selection: ')' is not expected at character 11"),
        ("raw_orders and", "'raw_orders and' is not an asset selection: it ends where more is expected"),
        (
            "raw_orders or or clean_orders",
            "'raw_orders or or clean_orders' is not an asset selection: 'or' is not expected at character 15",
        ),
        ("key:a and foo:x", "'key:a and foo:x' is not an asset selection: 'foo:x' is not expected at character 11"),
        ("raw_orders,a b", "'a b' is not an asset selection: 'b' is not expected at character 14"),
        ("", "The selection is empty"),
    ],
)
def test_a_syntax_error_is_told_with_its_place(select: str, message: str) -> None:
    (problem,) = refusals(select)
    assert (problem["kind"], problem["message"]) == ("invalid_parameter", message)


@pytest.mark.parametrize(
    "select", ["column:x", "status:failed", "table_name:x", "changed_in_branch:x", "code_location:x"]
)
def test_what_only_a_deployment_knows_is_an_invalid_parameter(select: str) -> None:
    (problem,) = refusals(select)
    assert problem["kind"] == "invalid_parameter"
    assert problem["message"].endswith("only a Dagster deployment knows it")
