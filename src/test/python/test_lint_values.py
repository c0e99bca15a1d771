"""Lint: assets that are taken as values, and of which nothing is stored."""

import dagster
import pytest
from linted import Find, line_of


@pytest.mark.parametrize("parameter", ["upstream", "upstream: str", "upstream: None", "upstream: str | None = None"])
@pytest.mark.parametrize(
    ("produced", "body"),
    [
        ("-> None", "..."),
        ("-> dg.Output[None]", "return dg.Output(None)"),
        ("-> dg.MaterializeResult", "return dg.MaterializeResult(metadata={'rows': 1})"),
        ("", "return dg.MaterializeResult()"),
        ("", "return MaterializeResult(tags={'a': 'b'})"),
    ],
)
def test_a_parameter_that_takes_an_asset_of_which_nothing_is_stored_is_found(
    find: Find, parameter: str, produced: str, body: str
) -> None:
    found = find(_taken(parameter, produced, body))
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("upstream-without-value", "asset", "downstream", "upstream"),
        ("upstream-without-value", "asset check", "upstream:checked", "upstream"),
    ]
    assert found[0]["message"].startswith("the asset 'downstream' takes 'upstream', but the asset 'upstream' ")
    assert found[0]["message"].endswith(
        ", and nothing is stored: return a value, or take no 'upstream' and name it in deps=['upstream']"
    )
    assert found[1]["message"].endswith(", and nothing is stored: return a value, or take no 'upstream'")
    assert [line_of(one) for one in found] == [f"{parameter},"] * 2


@pytest.mark.parametrize(
    ("produced", "body"),
    [
        ("", "..."),
        ("-> Any", "return None"),
        ("-> Optional[int]", "return None"),
        ("", "return made()"),
        ("", "return dg.MaterializeResult(**given)"),
        ("", "yield dg.MaterializeResult(metadata={})"),
        ("", "return dg.MaterializeResult() if given else 1"),
        ("", "if given: return dg.MaterializeResult()"),
        ("", "return Other.MaterializeResult()"),
    ],
)
def test_an_asset_of_which_something_may_be_stored_can_be_taken(find: Find, produced: str, body: str) -> None:
    assert find(_taken("upstream", produced, body)) == []


@pytest.mark.skipif(dagster.__version__.startswith("1.10."), reason="a result has a value since Dagster 1.11")
@pytest.mark.parametrize("produced", ["-> dg.MaterializeResult", "-> dg.MaterializeResult[int]", ""])
def test_a_result_with_a_value_can_be_taken(find: Find, produced: str) -> None:
    assert find(_taken("upstream", produced, "return dg.MaterializeResult(value=3)")) == []


@pytest.mark.parametrize("wrapper", ["functools.wraps(function)(inner)", "functools.update_wrapper(Made(), function)"])
def test_an_asset_whose_function_is_wrapped_may_return_what_the_wrapper_does(find: Find, wrapper: str) -> None:
    found = find(
        f"""
        import functools
        import dagster as dg

        class Made:
            def __call__(self): return 5

        def with_value(function):
            def inner(): return 5
            return {wrapper}

        @dg.asset
        @with_value
        def upstream(): return dg.MaterializeResult(metadata={{"rows": 1}})

        @dg.asset
        def downstream(upstream): return upstream + 1

        defs = dg.Definitions(assets=[upstream, downstream])
        """
    )
    assert found == []


def _taken(parameter: str, produced: str, body: str) -> str:
    return f"""
        from typing import *
        import dagster as dg
        from dagster import MaterializeResult

        given = {{}}
        def made(): return 1
        class Other:
            @staticmethod
            def MaterializeResult(): return 1

        @dg.asset
        def upstream() {produced}:
            {body}

        @dg.asset
        def downstream(
            {parameter},
        ): ...

        @dg.asset_check(asset=upstream)
        def checked(
            {parameter},
        ): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(assets=[upstream, downstream], asset_checks=[checked])
        """


def test_an_asset_without_a_value_may_be_depended_on_and_read_by_an_io_manager(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        days = dg.DailyPartitionsDefinition("2024-01-01")

        class Warehouse(dg.IOManager):
            def handle_output(self, context, obj): ...
            def load_input(self, context): return "read from the table"

        @dg.asset
        def plain() -> None: ...

        @dg.asset(io_manager_key="warehouse")
        def stored() -> None: ...

        @dg.asset(partitions_def=days)
        def daily() -> None: ...

        @dg.multi_asset(specs=[dg.AssetSpec("first"), dg.AssetSpec("second")])
        def several(): ...

        @dg.asset(deps=[plain, stored, "first"])
        def by_deps(): ...

        @dg.asset(ins={"plain": dg.AssetIn(dagster_type=dg.Nothing)})
        def by_nothing(): ...

        @dg.asset(ins={"plain": dg.AssetIn(input_manager_key="warehouse")})
        def by_own_manager(plain, stored): ...

        @dg.asset(ins={"daily": dg.AssetIn(metadata={"allow_missing_partitions": True})})
        def by_some_days(daily): ...

        @dg.op(ins={"start": dg.In(dg.Nothing)})
        def step(): ...

        @dg.graph_asset
        def by_graph(plain): return step(plain)

        @dg.asset
        def by_value(second): ...

        @dg.asset_check(asset=plain, additional_deps=["daily"])
        def checked(): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(
            assets=[plain, stored, daily, several, by_deps, by_nothing, by_own_manager, by_some_days, by_graph,
                by_value],
            asset_checks=[checked],
            resources={"warehouse": Warehouse()},
        )
        """,
        "upstream-without-value",
    )
    assert [(one["name"], one["value"]) for one in found] == [("by_value", "second")]
