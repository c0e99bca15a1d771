"""Assets that bring data in, as it is."""

from dagster import AssetExecutionContext, asset

from @name@.resources import Order, OrderSource


@asset(
    group_name="ingestion",
    owners=["team:data"],
    kinds={"python"},
    description="The orders as the shop gives them: nothing is corrected here.",
)
def raw_orders(
    context: AssetExecutionContext, order_source: OrderSource
) -> list[Order]:
    """Reads every order from the source."""
    orders = order_source.orders()
    context.log.info(f"read {len(orders)} orders")
    context.add_output_metadata({"orders": len(orders)})
    return orders
