"""A project whose definitions cannot be put together, for the tests."""

import dagster as dg


@dg.asset(required_resource_keys={"warehouse"})
def raw_orders() -> None: ...


@dg.asset(name="raw_orders")
def raw_orders_again() -> None: ...


defs = dg.Definitions(assets=[raw_orders, raw_orders_again])
