"""Assets with a mistyped key, a type that does not fit and one that is meant to be so."""

from dagster import AssetExecutionContext, asset

from shop.resources import Warehouse


@asset(owners=["team:data"])
def raw_orders(context: AssetExecutionContext) -> list[str]:
    """The orders as they come."""
    context.add_output_metadata({"orders": 1})
    return ["pen"]


@asset(owners=["team:data"], deps=["raw_order"])
def orders(context: AssetExecutionContext, raw_orders: dict[str, str]) -> int:
    """The orders, counted."""
    context.add_output_metadata({"orders": len(raw_orders)})
    return len(raw_orders)


# Another deployment makes it. dagster-lint: ignore[unknown-upstream]
@asset(deps=["exchange_rates"], metadata={"format": "pdf"})
def report(orders: int, warehouse: Warehouse) -> None:
    """The report of the day."""


@asset(owners=["team:data"], kinds={"events"}, metadata={"table": "clicks"})
def clicks() -> None:
    """Appended to by the shop."""
