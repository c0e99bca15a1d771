"""Lint: types of values that cannot fit."""

import pytest
from linted import Find, line_of


@pytest.mark.parametrize(
    ("produced", "expected"),
    [
        ("int", "str"),
        ("int", "float"),
        ("list[int]", "dict[str, int]"),
        ("dict", "list"),
        ("Optional[int]", "str"),
        ("Row", "Table"),
        ("dg.Output[int]", "str"),
        ("int", "None"),
    ],
)
def test_types_that_cannot_fit_are_found(find: Find, produced: str, expected: str) -> None:
    found = find(_edge(produced, expected))
    assert [(one["rule"], one["name"], one["value"]) for one in found] == [
        ("upstream-type-mismatch", "downstream", "upstream")
    ]
    assert line_of(found[0]) == f"upstream: {expected},"


@pytest.mark.parametrize(
    ("produced", "expected"),
    [
        ("int", "int"),
        ("bool", "int"),
        ("int", "Any"),
        ("Any", "int"),
        ("int", "object"),
        ("int", "int | None"),
        ("Optional[str]", "Optional[int]"),
        ("list[int]", "list[str]"),
        ("Table", "HasRows"),
        ("HasRows", "Table"),
        ("Base", "Table"),
        ("Table", "Base"),
        ("Base", "Mixin"),
        ("Shape", "Table"),
        ("Movie", "dict"),
        ("Optional[str]", "str"),
    ],
)
def test_types_that_may_fit_are_not_found(find: Find, produced: str, expected: str) -> None:
    assert find(_edge(produced, expected)) == []


def _edge(produced: str, expected: str) -> str:
    return f"""
        from abc import ABC, abstractmethod
        from typing import *
        import dagster as dg

        T = TypeVar("T")
        class Row: ...
        class Base: ...
        class Mixin: ...
        class Table(Base, Mixin): ...
        class Movie(TypedDict): title: str
        class HasRows(Protocol):
            def rows(self) -> int: ...
        class Shape(ABC):
            @abstractmethod
            def area(self) -> int: ...

        @dg.asset
        def upstream() -> {produced}: ...

        @dg.asset
        def downstream(
            upstream: {expected},
        ): ...

        defs = dg.Definitions(assets=[upstream, downstream])
        """


def test_types_are_not_compared_where_an_io_manager_may_convert_them(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Warehouse(dg.IOManager):
            def handle_output(self, context, obj): ...
            def load_input(self, context): return ""

        class Files(dg.FilesystemIOManager): ...

        @dg.asset(io_manager_key="warehouse")
        def stored() -> int: return 1

        @dg.asset(io_manager_key="files")
        def filed() -> int: return 1

        @dg.asset
        def plain() -> int: return 1

        @dg.asset(ins={"plain": dg.AssetIn(input_manager_key="warehouse")})
        def downstream(stored: str, filed: str, plain: str): ...

        defs = dg.Definitions(
            assets=[stored, filed, plain, downstream],
            resources={"warehouse": Warehouse(), "files": Files()},
        )
        """
    )
    assert found == []


def test_several_partitions_are_passed_as_a_dictionary(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        days = dg.DailyPartitionsDefinition("2024-01-01")

        @dg.asset(partitions_def=days)
        def daily() -> int: return 1

        @dg.asset
        def total(daily: dict[str, int]): ...

        @dg.asset(partitions_def=days)
        def label(daily: str): ...

        defs = dg.Definitions(assets=[daily, total, label])
        """
    )
    assert [(one["rule"], one["name"]) for one in found] == [("upstream-type-mismatch", "label")]


def test_all_partitions_of_an_asset_are_no_single_value(find: Find) -> None:
    found = find(
        """
        from typing import Any, Optional
        import dagster as dg

        two = dg.StaticPartitionsDefinition(["x", "y"])
        one = dg.StaticPartitionsDefinition(["x"])
        days = dg.DailyPartitionsDefinition("2024-01-01")
        named = dg.DynamicPartitionsDefinition(name="named")
        everything = dg.AllPartitionMapping()

        @dg.asset(partitions_def=two)
        def of_two() -> int: return 1

        @dg.asset(partitions_def=days)
        def of_days(): return 1

        @dg.asset(partitions_def=one)
        def of_one() -> int: return 1

        @dg.asset(partitions_def=named)
        def of_named() -> int: return 1

        @dg.asset
        def whole(
            of_two: int,
            of_days: Optional[int],
        ): ...

        @dg.asset(partitions_def=one, ins={"of_two": dg.AssetIn(partition_mapping=everything)})
        def partitioned(of_two: int): ...

        @dg.asset
        def may_be_one(of_one: int, of_named: int): ...

        @dg.asset
        def fits(of_two: dict, of_days: Any): ...

        @dg.asset(ins={"of_two": dg.AssetIn(partition_mapping=dg.SpecificPartitionsPartitionMapping(["x"]))})
        def one_of_them(of_two: int): ...

        @dg.asset(ins={"of_days": dg.AssetIn(partition_mapping=dg.LastPartitionMapping())})
        def last_of_them(of_days: int): ...

        @dg.asset(partitions_def=two)
        def own_partition(of_two: int): ...

        @dg.asset_check(asset=of_two)
        def checked(of_two: int): return dg.AssetCheckResult(passed=True)

        assets = [of_two, of_days, of_one, of_named, whole, partitioned, may_be_one, fits, one_of_them, last_of_them]
        defs = dg.Definitions([*assets, own_partition], asset_checks=[checked])
        """
    )
    assert [(one["rule"], one["name"], one["value"]) for one in found] == [
        ("upstream-type-mismatch", "partitioned", "of_two"),
        ("upstream-type-mismatch", "whole", "of_days"),
        ("upstream-type-mismatch", "whole", "of_two"),
    ]
    assert found[2]["message"] == (
        "the asset 'whole' takes 'of_two' as int, but all partitions of the asset 'of_two' are passed as a dict by"
        " their keys"
    )
    assert line_of(found[2]) == "of_two: int,"


def test_what_a_check_takes_is_compared_with_what_the_asset_is(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.asset
        def orders() -> int: return 1

        @dg.asset
        def customers() -> list[str]: return []

        @dg.asset_check(asset=orders)
        def fits(orders: int): return dg.AssetCheckResult(passed=True)

        @dg.asset_check(asset=orders)
        def without(): return dg.AssetCheckResult(passed=True)

        @dg.asset_check(asset=orders)
        def wrong(
            orders: str,
        ): return dg.AssetCheckResult(passed=True)

        @dg.asset_check(asset=orders, additional_ins={"others": dg.AssetIn("customers")})
        def wrong_other(orders: int, others: dict): return dg.AssetCheckResult(passed=True)

        specs = [dg.AssetCheckSpec("one", asset=orders), dg.AssetCheckSpec("two", asset=orders)]

        @dg.multi_asset_check(specs=specs, ins={"orders": dg.AssetIn("orders")})
        def several(orders: str): ...

        @dg.multi_asset(
            specs=[dg.AssetSpec("own", deps=["orders"])],
            check_specs=[dg.AssetCheckSpec("of_own", asset="own")],
        )
        def own(): ...

        defs = dg.Definitions(
            assets=[orders, customers, own], asset_checks=[fits, without, wrong, wrong_other, several]
        )
        """
    )
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("upstream-type-mismatch", "asset check", "orders:one", "orders"),
        ("upstream-type-mismatch", "asset check", "orders:wrong", "orders"),
        ("upstream-type-mismatch", "asset check", "orders:wrong_other", "customers"),
    ]
    assert found[1]["message"] == "the check 'orders:wrong' takes 'orders' as str, but the asset 'orders' is int"
    assert line_of(found[1]) == "orders: str,"
