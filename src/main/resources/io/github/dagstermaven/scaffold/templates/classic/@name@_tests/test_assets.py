"""The assets and their checks, without a Dagster instance that lasts."""

from dagster import AssetCheckResult, Definitions, build_asset_context, materialize

from @name@ import defs
from @name@.assets.ingestion import raw_orders
from @name@.assets.transformations import (
    cleaned_orders,
    daily_revenue,
    order_ids_are_unique,
)
from @name@.resources import Order, OrderSource


def test_an_asset_is_a_function() -> None:
    """Called as one, an asset needs only a context and its inputs."""
    repeated = Order("1", "2024-01-01", 5.0)
    cancelled = Order("2", "2024-01-01", 9.0, cancelled=True)

    orders = cleaned_orders(build_asset_context(), [repeated, repeated, cancelled])

    assert orders == [repeated]


def test_a_repeated_order_fails_the_check() -> None:
    """A check is a function, too."""
    order = Order("1", "2024-01-01", 5.0)

    once = order_ids_are_unique([order])
    twice = order_ids_are_unique([order, order])

    assert isinstance(once, AssetCheckResult) and once.passed
    assert isinstance(twice, AssetCheckResult) and not twice.passed


def test_a_partition_has_the_revenue_of_its_day() -> None:
    """Assets that run together find their inputs and their resources."""
    result = materialize(
        [raw_orders, cleaned_orders, daily_revenue],
        partition_key="2024-01-03",
        resources={"order_source": OrderSource(shop="test")},
    )

    assert result.success
    assert result.output_for_node("daily_revenue") == 47.5


def test_the_definitions_are_complete() -> None:
    """Definitions that can be imported may still lack a resource."""
    Definitions.validate_loadable(defs)
